import { readdirSync, readFileSync } from 'node:fs';

import type { Attack, Foothold } from './Attack.js';

const SECRETS = ['HOST_TOKEN=', 'NODE_UNIT_PASSWORD=', 'POSTGRES_URI=', 'host_token='];

function readable(file: string): string {
  try {
    return readFileSync(file, 'latin1');
  } catch {
    return '';
  }
}

/** The environments that can be read, by process id, without the own one. */
function environments(): ReadonlyMap<number, string> {
  const pids = readdirSync('/proc')
    .map(Number)
    .filter((pid) => pid > 0 && pid !== process.pid);
  return new Map(pids.map((pid) => [pid, readable(`/proc/${pid}/environ`)] as const).filter(([, text]) => text !== ''));
}

function ownRun(env: Foothold['env']): string {
  return `NODE_UNIT_RUN_ID=${env['NODE_UNIT_RUN_ID'] ?? ''}\0`;
}

function secretsOfOthers({ env }: Foothold): Promise<string | undefined> {
  const found = [...environments()].find(
    ([, text]) => SECRETS.some((secret) => text.includes(secret)) && !text.includes(ownRun(env)),
  );
  return Promise.resolve(found && `the environment of process ${found[0]}`);
}

function signalOthers({ env }: Foothold): Promise<string | undefined> {
  const others = readdirSync('/proc')
    .map(Number)
    .filter((pid) => pid > 1 && pid !== process.pid);
  const reached = others.find((pid) => {
    if (readable(`/proc/${pid}/environ`).includes(ownRun(env))) return false;
    try {
      return process.kill(pid, 0);
    } catch {
      return false;
    }
  });
  return Promise.resolve(reached === undefined ? undefined : `it may signal process ${reached}`);
}

/** What is tried on the machine. */
export const machineAttacks: readonly Attack[] = [
  { id: 'S11', goal: 'read the environment of others', run: secretsOfOthers },
  { id: 'S11', goal: 'signal others', run: signalOthers },
];
