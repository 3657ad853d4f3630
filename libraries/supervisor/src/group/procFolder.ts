import { readdirSync, readFileSync } from 'node:fs';

/**
 * The ids of all processes on this machine; `undefined` where there is no `/proc`.
 *
 * @beta
 */
export function listProcesses(): readonly number[] | undefined {
  try {
    const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
    return pids.length > 0 ? pids.map(Number) : undefined;
  } catch {
    return undefined;
  }
}

/**
 * What the operating system says of a process in one file of `/proc`. Empty if the process has ended meanwhile, is a
 * zombie or belongs to somebody else.
 *
 * @beta
 */
export function readProcFile(pid: number, name: 'cmdline' | 'environ' | 'stat' | 'status'): string {
  try {
    return readFileSync(`/proc/${pid}/${name}`, 'utf8');
  } catch {
    return '';
  }
}
