/** What a control group allows; undefined = no limit. */
export interface CgroupLimits {
  readonly cpuCores: number | undefined;
  readonly memoryMb: number | undefined;
}

/** Reads a file; undefined if there is none. */
export type ReadText = (path: string) => string | undefined;

const V2 = '/sys/fs/cgroup';
/** Version 1 writes "no limit" as a number near 2^63. */
const UNLIMITED_BYTES = 2 ** 60;

/**
 * The limits of this process's control groups, versions 1 and 2: of its own and of all above it, since the least counts.
 *
 * @param read - Reads files of `/proc` and `/sys`.
 */
export function cgroupLimits(read: ReadText): CgroupLimits {
  const lines = (read('/proc/self/cgroup') ?? '').split('\n');
  const pathOf = (pattern: RegExp): string => lines.map((line) => pattern.exec(line)?.[1]).find(Boolean) ?? '/';
  const v2 = ancestors(pathOf(/^0::(.*)$/)).map((path) => `${V2}${path}`);
  const cpuV1 = ancestors(pathOf(/^\d+:(?:[^:]*,)?cpu(?:,[^:]*)?:(.*)$/)).map((path) => `${V2}/cpu${path}`);
  const memoryV1 = ancestors(pathOf(/^\d+:(?:[^:]*,)?memory(?:,[^:]*)?:(.*)$/)).map((path) => `${V2}/memory${path}`);
  return {
    cpuCores: least([
      ...v2.map((folder) => coresOf(read(`${folder}/cpu.max`))),
      ...cpuV1.map((folder) =>
        coresOf(joined(read(`${folder}/cpu.cfs_quota_us`), read(`${folder}/cpu.cfs_period_us`))),
      ),
    ]),
    memoryMb: least([
      ...v2.map((folder) => megabytesOf(read(`${folder}/memory.max`))),
      ...memoryV1.map((folder) => megabytesOf(read(`${folder}/memory.limit_in_bytes`))),
    ]),
  };
}

/** The path and all paths above it; each ends without a slash. */
function ancestors(path: string): readonly string[] {
  const parts = path.split('/').filter((part) => part !== '');
  return parts.reduce<string[]>((paths, part) => [...paths, `${paths.at(-1) ?? ''}/${part}`], ['']);
}

function joined(quota: string | undefined, period: string | undefined): string | undefined {
  return quota === undefined || period === undefined ? undefined : `${quota.trim()} ${period.trim()}`;
}

/** Of `quota period`, where the quota is `max` or -1 if there is no limit. */
function coresOf(text: string | undefined): number | undefined {
  const [quota, period] = (text ?? '').trim().split(' ').map(Number);
  if (quota === undefined || period === undefined || !(quota > 0) || !(period > 0)) return undefined;
  return quota / period;
}

function megabytesOf(text: string | undefined): number | undefined {
  const bytes = Number(text?.trim() ?? Number.NaN);
  return bytes > 0 && bytes < UNLIMITED_BYTES ? bytes / 2 ** 20 : undefined;
}

function least(limits: readonly (number | undefined)[]): number | undefined {
  const known = limits.filter((limit) => limit !== undefined);
  return known.length === 0 ? undefined : Math.min(...known);
}
