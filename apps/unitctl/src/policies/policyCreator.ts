import { AppError, EXIT } from '@node-unit/app-runtime';
import { messageOf } from '@node-unit/basics';
import { loadClaimPolicy } from '@node-unit/node-unit/loadClaimPolicy';
import type { CreateClaimPolicy, SimulationOptions } from '@node-unit/simulation';

/**
 * What makes the policy of a name for each simulated node-unit. Paths and packages are looked for from the folder.
 *
 * @throws AppError if there is no such policy, or if it rejects its settings
 */
export async function policyCreator(
  name: string,
  env: NonNullable<SimulationOptions['env']>,
  folder: string,
): Promise<CreateClaimPolicy> {
  const create: CreateClaimPolicy = async (context) => (await loadClaimPolicy(name, context, [folder])).policy;
  try {
    await create({ env, logger: { info: () => undefined, warn: () => undefined } });
  } catch (error) {
    throw new AppError(EXIT.usage, messageOf(error).replace('NODE_UNIT_CLAIM_POLICY=', '--policy '));
  }
  return create;
}
