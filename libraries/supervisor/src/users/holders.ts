import { readProcFile } from '@node-unit/resource-usage';

import { type Ownership, readStartTime } from './Ownership.js';

export function ownedByThisProcess(uid: number): Ownership {
  return { uid, pid: process.pid, startTime: startTimeOf(process.pid) ?? '0' };
}

/** Whether the process that took it still lives. */
export function isHeld({ pid, startTime }: Ownership): boolean {
  return startTimeOf(pid) === startTime;
}

/** Those that are held; a process that took many is looked at once. */
export function heldOf<Taken extends Ownership>(all: readonly Taken[]): readonly Taken[] {
  const startTimes = new Map<number, string | undefined>();
  return all.filter(({ pid, startTime }) => {
    if (!startTimes.has(pid)) startTimes.set(pid, startTimeOf(pid));
    return startTimes.get(pid) === startTime;
  });
}

function startTimeOf(pid: number): string | undefined {
  return readStartTime(readProcFile(pid, 'stat'));
}
