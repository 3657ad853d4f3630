import { readStartTime } from '../users/Ownership.js';
import { readProcFile } from '@node-unit/resource-usage';

/** A process as it is told from a later one with the same number. */
export interface KnownProcess {
  readonly pid: number;
  readonly startTime: string;
}

/** None if it has been waited for, or where there is no `/proc`. */
export function recognize(pid: number): readonly KnownProcess[] {
  const startTime = readStartTime(readProcFile(pid, 'stat'));
  return startTime === undefined ? [] : [{ pid, startTime }];
}

/** Zombies have ended: nothing of them is open any more. */
export function hasEnded({ pid, startTime }: KnownProcess): boolean {
  const stat = readProcFile(pid, 'stat');
  return readStartTime(stat) !== startTime || /^[ZX]/.test(stat.slice(stat.lastIndexOf(')') + 2));
}
