import { closeSync, openSync, readdirSync, readSync } from 'node:fs';

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

/** One for all: `readFileSync` takes a fresh one for every file of `/proc`, because they state no size. */
const buffer = Buffer.alloc(64 * 1_024);

/**
 * What the operating system says of a process in one file of `/proc`. Empty if the process has ended meanwhile, is a
 * zombie or belongs to somebody else.
 *
 * @beta
 */
export function readProcFile(pid: number, name: 'cmdline' | 'environ' | 'stat' | 'status'): string {
  let file: number | undefined;
  try {
    file = openSync(`/proc/${pid}/${name}`, 'r');
    return readAll(file);
  } catch {
    return '';
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

function readAll(file: number): string {
  const length = readSync(file, buffer);
  if (length < buffer.length) return buffer.toString('utf8', 0, length);
  const parts = [Buffer.from(buffer)];
  for (let next = readSync(file, buffer); next > 0; next = readSync(file, buffer)) {
    parts.push(Buffer.from(buffer.subarray(0, next)));
  }
  return Buffer.concat(parts).toString();
}
