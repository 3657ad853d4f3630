import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

import { nextLook } from '../group/ProcessLook.js';
import { SHARED_FOLDERS } from './clearUser.js';
import type { UidRange } from './UidRange.js';

const MOST_OUTPUT_BYTES = 64 * 1_024 * 1_024;

/**
 * The users of a range that have processes, or files in the shared folders. One look for all of them.
 *
 * @throws the error of the system if it cannot look
 */
export async function findLeftovers(range: UidRange): Promise<ReadonlySet<number>> {
  const owners = await findFileOwners(range);
  const look = await nextLook();
  const running = (look.pids ?? []).flatMap((pid) => uidsOf(look.read(pid, 'status')));
  return new Set([...owners, ...running.filter((uid) => uid >= range.first && uid <= range.last)]);
}

/**
 * The users of a range that have files in the shared folders. One look for all of them.
 *
 * @throws the error of the system if it cannot look
 */
export async function findFileOwners({ first, last }: UidRange): Promise<ReadonlySet<number>> {
  const inRange = ['-uid', `+${first - 1}`, '-uid', `-${last + 1}`];
  const args = [...SHARED_FOLDERS, '-xdev', ...inRange, '-printf', '%U\\n'];
  const { stdout } = await promisify(execFile)('/usr/bin/find', args, { maxBuffer: MOST_OUTPUT_BYTES }).catch(partOf);
  const owners = stdout.split('\n').filter((line) => line !== '');
  return new Set(owners.map(Number));
}

/** A folder that goes away meanwhile is a complaint by the exit code, and what was found counts. */
function partOf(error: { readonly code?: unknown; readonly stdout?: string }): { readonly stdout: string } {
  if (typeof error.code !== 'number') throw error as Error;
  return { stdout: error.stdout ?? '' };
}

function uidsOf(status: string): readonly number[] {
  return (/^Uid:\t(.*)$/m.exec(status)?.[1]?.split('\t') ?? []).map(Number);
}
