import { type Logger, snakeCaseFields } from '@node-unit/app-runtime';
import { createKeyPair } from '@node-unit/protocol';
import { createSupervisor, type Supervisor, type SupervisorEvent } from '@node-unit/supervisor';

import type { NodeUnitConfig } from '../environment.js';

const WARNINGS: ReadonlySet<SupervisorEvent['event']> = new Set([
  'DeploymentInstallFailed',
  'DeploymentProcessNotStarted',
  'DeploymentProcessExited',
  'DeploymentCommandIgnored',
  'DeploymentVariablesIgnored',
]);

interface SupervisionOptions {
  readonly config: NodeUnitConfig;
  readonly workspaceDir: string;
  readonly address: string;
  readonly logger: Logger;
}

/** The supervisor, with what this node-unit tells every process: how to join the host, as whom, and where it runs. */
export function superviseDeployments({ config, workspaceDir, address, logger }: SupervisionOptions): Supervisor {
  return createSupervisor({
    workspaceDir,
    env: process.env,
    enableCustomCommand: config.ENABLE_CUSTOM_COMMAND,
    environmentOf: ({ packageName, packageVersion }) => ({
      HOST_URL: config.HOST_URL,
      TERMINAL_NAME: `${packageName}@${packageVersion}`,
      TERMINAL_PRIVATE_KEY: createKeyPair().privateKey,
      NODE_UNIT_PUBLIC_KEY: address,
    }),
    onEvent: ({ event, deploymentId, ...fields }) => {
      const record = { deployment_id: deploymentId, ...snakeCaseFields(fields) };
      if (WARNINGS.has(event)) logger.warn(record, event);
      else logger.info(record, event);
    },
  });
}
