import { messageOf } from '@node-unit/basics';
import { type LocalCluster, startLocalCluster } from '@node-unit/local-cluster';

import type { Check } from './Check.js';
import { connectionChecks } from './connectionChecks.js';
import { directoryChecks } from './directoryChecks.js';
import { storageChecks } from './storageChecks.js';
import { terminalChecks } from './terminalChecks.js';

export const CHECKS: readonly Check[] = [...connectionChecks, ...directoryChecks, ...terminalChecks, ...storageChecks];

/** The cluster that the checks need. */
export function startCheckedCluster(): Promise<LocalCluster> {
  return startLocalCluster({ storageEnv: { POSTGRES_STORAGE_SQL: 'on' } });
}

/** Tries all promises, prints how each went and at last the count, and gives the exit code. */
export async function runChecks(print: (line: string) => void): Promise<number> {
  const cluster = await startCheckedCluster();
  let failed = 0;
  try {
    for (const { of, name, run } of CHECKS) {
      const fault = await run(cluster).then(
        () => undefined,
        (error: unknown) => messageOf(error),
      );
      print(fault === undefined ? `ok      ${of}: ${name}` : `failed  ${of}: ${name}\n        ${fault}`);
      if (fault !== undefined) failed += 1;
    }
  } finally {
    await cluster.stop();
  }
  print(`${CHECKS.length - failed} passed, ${failed} failed`);
  return failed === 0 ? 0 : 1;
}
