import { type LocalCluster, SAMPLE_DEPLOYMENT } from '@node-unit/local-cluster';

import { LOAD_COMMAND } from './loadCommand.js';

/** What node-units need to be told, so that they run {@link LOAD_COMMAND}. */
export const LOAD_ENV: Readonly<Record<string, string>> = { ENABLE_CUSTOM_COMMAND: 'true' };

/** Inserts as many deployments that do nothing. */
export async function insertLoad(cluster: Pick<LocalCluster, 'sql'>, count: number): Promise<void> {
  const [command, args] = LOAD_COMMAND;
  const { packageName, packageVersion } = SAMPLE_DEPLOYMENT;
  await cluster.sql(
    `insert into deployment (package_name, package_version, command, args)
     select $1, $2, $3, $4 from generate_series(1, $5)`,
    [packageName, packageVersion, command, JSON.stringify(args), count],
  );
}
