import { readdirSync, readFileSync } from 'node:fs';

/**
 * The live processes that a node-unit's deployments consist of, found by their environment: what the operating system
 * says, whatever the node-unit says. Needs a `/proc`.
 */
export function processesOf(address: string): readonly number[] {
  return processesWith(`NODE_UNIT_PUBLIC_KEY=${address}\0`);
}

/** The live processes that have a text in their environment or on their command line. Needs a `/proc`. */
export function processesWith(text: string): readonly number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => pid !== process.pid && `${read(pid, 'environ')}${read(pid, 'cmdline')}`.includes(text));
}

/** Empty for a process that has ended or is waiting to be reaped. */
function read(pid: number, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'latin1');
  } catch {
    return '';
  }
}
