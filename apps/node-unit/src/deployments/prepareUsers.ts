import { AppError, type Logger } from '@node-unit/app-runtime';
import { chooseRunAs, type RunAs, SupervisorError } from '@node-unit/supervisor';

import type { NodeUnitConfig } from '../environment.js';

const MEANING =
  "Deployments run as the agent's user: each of them can read the secrets of this node-unit and of the other " +
  'deployments, and end their processes. Run only packages that you trust with that, or start the node-unit as root.';

/**
 * Determines the users that deployments run as. If deployments are not isolated, this is logged once, unless it was
 * configured explicitly.
 *
 * @throws AppError if the setting cannot be applied
 */
export async function prepareUsers(config: NodeUnitConfig, workspaceDir: string, logger: Logger): Promise<RunAs> {
  const { NODE_UNIT_RUN_AS: setting, NODE_UNIT_UID_RANGE: range } = config;
  try {
    const { runAs, notIsolated } = await chooseRunAs({ setting, range, workspaceDir });
    if (notIsolated !== undefined) logger.warn({ reason: notIsolated, meaning: MEANING }, 'DeploymentsNotIsolated');
    return runAs;
  } catch (error) {
    if (error instanceof SupervisorError) throw new AppError(2, error.message, { cause: error });
    throw error;
  }
}
