import { isProcessAlive } from './isProcessAlive.js';
import { ProcessLook } from './ProcessLook.js';

/** What the processes of a run have in common. */
export interface RunMarks {
  readonly groupId: number;
  readonly runId: string;
  /** Of the user that nobody else has. */
  readonly dedicatedUid?: number | undefined;
}

/**
 * The process ids of a run that is still alive, as `process.kill` takes them: all members of the group, all that carry
 * the run's id in their environment, and all of its dedicated user. Zombies are not alive.
 *
 * @remarks
 * Without `/proc`, the group is all that can be asked for: its negative number stands for all its members.
 */
export function findRunProcesses(
  { groupId, runId, dedicatedUid }: RunMarks,
  look: ProcessLook = new ProcessLook(),
): readonly number[] {
  const isGroupKnown = isProcessAlive(-groupId);
  if (look.pids === undefined) return isGroupKnown ? [-groupId] : [];
  const cookie = `NODE_UNIT_RUN_ID=${runId}\0`;
  return look.pids.filter(
    (pid) =>
      (isGroupKnown && isLiveMember(look.read(pid, 'stat'), groupId)) ||
      (dedicatedUid !== undefined && isLiveProcessOf(look.read(pid, 'status'), dedicatedUid)) ||
      look.read(pid, 'environ').includes(cookie),
  );
}

/** All live processes of a user, whatever of its ids (real, effective, saved) says so. */
export function findUserProcesses(uid: number, look: ProcessLook = new ProcessLook()): readonly number[] {
  return (look.pids ?? []).filter((pid) => isLiveProcessOf(look.read(pid, 'status'), uid));
}

/** Reads what `/proc/<pid>/status` says. */
export function isLiveProcessOf(status: string, uid: number): boolean {
  const uids = /^Uid:\t(.*)$/m.exec(status)?.[1]?.split('\t') ?? [];
  return uids.includes(String(uid)) && !/^State:\t[ZX]/m.test(status);
}

/** The fields of `stat` are counted from the end of the name, which may itself contain spaces and parentheses. */
function isLiveMember(stat: string, groupId: number): boolean {
  const [state, , group] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return Number(group) === groupId && state !== 'Z' && state !== 'X';
}
