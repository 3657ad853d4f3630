/**
 * Which process holds something that belongs to a user id. Written into the name of a file, so that whoever removes what
 * a dead process holds cannot hit what a living one has taken since.
 */
export interface Ownership {
  readonly uid: number;
  readonly pid: number;
  /** As in `/proc/<pid>/stat`: tells a process from a later one with the same id. */
  readonly startTime: string;
}

/** The owner of a name, like `1900000000.4711.88123` or with anything after one more dot. */
export function readOwnership(name: string): Ownership | undefined {
  const [, uid, pid, startTime] = /^(\d+)\.(\d+)\.(\d+)(?:\.|$)/.exec(name) ?? [];
  return startTime === undefined ? undefined : { uid: Number(uid), pid: Number(pid), startTime };
}

export function ownershipName({ uid, pid, startTime }: Ownership): string {
  return `${uid}.${pid}.${startTime}`;
}

/** The 22nd field of `/proc/<pid>/stat`; undefined if there is no such process. */
export function readStartTime(stat: string): string | undefined {
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
}
