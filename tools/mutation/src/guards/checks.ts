import type { Check } from '../Mutation.js';

/** Clusters in which things go wrong. */
export const seeds: Check = { project: 'tools/mutation', file: 'lib/checks/seeds.js' };

/** Tests of the scheduler. */
export function scheduler(name: string, named?: string): Check {
  return checkOf('libraries/scheduler', name, named);
}

/** Tests of what is believed of the host's list. */
export const settling: Check = checkOf('libraries/fleet', 'settleMembership');

/** What every store does, tried with the one in memory. */
export function inMemory(named: string): Check {
  return checkOf('libraries/deployment', 'InMemoryDeploymentStore', named);
}

/** What every store does, tried with a real database. */
export function inPostgres(named: string): Check {
  return checkOf('libraries/deployment-postgres', 'storeCases', named);
}

/** What finds the rows of the table that no notification has announced. */
export const digest: Check = checkOf('libraries/deployment-postgres', 'TableDigest');

function checkOf(project: string, name: string, named?: string): Check {
  const file = `lib/test/${name}.test.js`;
  return named === undefined ? { project, file } : { project, file, named };
}
