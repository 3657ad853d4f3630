import { mkdir, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';

import { createPolicyPackage, install, npm, packLibraries } from '@node-unit/unitctl/createPolicy';

import { check } from '../../Check.js';
import { defineScenario } from '../../Scenario.js';
import { DEFAULTS } from '../../Settings.js';
import type { ScenarioRun } from '../../ScenarioRun.js';
import { words } from './words.js';

const NAME = '@third-party/apart';
/** What a policy needs of this repository where it runs. */
const CONTRACT = ['scheduler'];

export const thirdPartyPolicy = defineScenario({
  name: 'third-party-policy',
  words,
  defaults: { ...DEFAULTS, policy: NAME },
  run: async (run) => {
    const { deployments, nodes } = run.settings;
    const folder = await installPolicy(run);
    await run.join(run.names, { NODE_UNIT_POLICY_DIR: folder });
    await run.insert(deployments);
    const end = await run.untilAllRun(deployments);
    const decided = run.names.flatMap((name) => run.cluster.logged(name, 'DeploymentClaimEligibility'));
    const policies = [...new Set(decided.map((record) => record['policy']))];
    return {
      decided_by: check([NAME], policies),
      ...run.end(end, (counts) => counts.length === nodes, { nodeUnits: nodes }),
    };
  },
});

/** Packs what a release would publish, and installs a generated policy with it outside the repository, by npm. */
async function installPolicy(run: ScenarioRun): Promise<string> {
  const folder = join(run.cluster.local.folder, 'third-party');
  const policy = join(folder, 'policy');
  const tarballs = join(folder, 'tarballs');
  const operations = join(folder, 'operations');
  for (const each of [policy, tarballs, operations]) await mkdir(each, { recursive: true });
  await createPolicyPackage(NAME, policy);
  await npm(policy, 'pack', `--pack-destination=${tarballs}`);
  const packages = await packLibraries(CONTRACT, tarballs);
  await writeFile(join(operations, 'package.json'), '{ "private": true }');
  await install(operations, packages);
  run.fact('policy_installed', { name: NAME, packages: packages.map((file) => basename(file)) });
  return operations;
}
