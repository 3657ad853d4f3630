import { isProcessAlive } from './isProcessAlive.js';
import { listProcesses, readProcFile } from './procFolder.js';

/**
 * The process ids of a run that is still alive, as `process.kill` takes them: all members of the group and all that
 * carry the run's id in their environment. Zombies are not alive.
 *
 * @remarks
 * Without `/proc`, the group is all that can be asked for: its negative number stands for all its members.
 */
export function findRunProcesses(groupId: number, runId: string): readonly number[] {
  const pids = listProcesses();
  const isGroupKnown = isProcessAlive(-groupId);
  if (pids === undefined) return isGroupKnown ? [-groupId] : [];
  const cookie = `NODE_UNIT_RUN_ID=${runId}\0`;
  return pids.filter(
    (pid) => (isGroupKnown && isLiveMember(pid, groupId)) || readProcFile(pid, 'environ').includes(cookie),
  );
}

/** The fields of `stat` are counted from the end of the name, which may itself contain spaces and parentheses. */
function isLiveMember(pid: number, groupId: number): boolean {
  const stat = readProcFile(pid, 'stat');
  const [state, , group] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return Number(group) === groupId && state !== 'Z' && state !== 'X';
}
