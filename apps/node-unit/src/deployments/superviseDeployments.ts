import { type Logger, readTokenFile, snakeCaseFields } from '@node-unit/app-runtime';
import {
  createSupervisor,
  type LeaseKeeper,
  type RunAs,
  type Supervisor,
  type SupervisorEvent,
} from '@node-unit/supervisor';

import { withHostToken } from '@node-unit/protocol';

import type { NodeUnitConfig } from '../environment.js';
import type { WorkloadCredentials } from './WorkloadCredentials.js';

const WARNINGS: ReadonlySet<SupervisorEvent['event']> = new Set([
  'DeploymentInstallFailed',
  'DeploymentProcessNotStarted',
  'DeploymentProcessExited',
  'DeploymentGivenUp',
  'DeploymentLogDropped',
  'DeploymentUserNotCleared',
]);

interface SupervisionOptions {
  readonly config: NodeUnitConfig;
  readonly workspaceDir: string;
  readonly runAs: RunAs;
  readonly address: string;
  readonly credentials: WorkloadCredentials;
  readonly leases: LeaseKeeper;
  /** Awaited before a deployment is prepared and started. */
  readonly turn: (signal: AbortSignal) => Promise<void>;
  readonly onGivenUp: (deploymentId: string, reason: string) => void;
  readonly logger: Logger;
}

/**
 * The supervisor, with the variables that this node-unit passes to every process: how to join the host, its identity,
 * and where it runs.
 */
export function superviseDeployments(options: SupervisionOptions): Supervisor {
  const { config, workspaceDir, runAs, address, credentials, leases, turn, onGivenUp, logger } = options;
  return createSupervisor({
    workspaceDir,
    runAs,
    leases,
    turn,
    packageLimits: {
      kept: config.NODE_UNIT_PACKAGES_KEPT,
      maxAgeMs: config.NODE_UNIT_PACKAGES_MAX_AGE_DAYS * 86_400_000,
    },
    logLimits: {
      segmentBytes: config.NODE_UNIT_LOG_SEGMENT_BYTES,
      segments: config.NODE_UNIT_LOG_SEGMENTS,
      budgetBytes: config.NODE_UNIT_LOG_BUDGET_BYTES,
    },
    installTimeoutMs: config.NODE_UNIT_INSTALL_TIMEOUT_MS,
    env: process.env,
    enableCustomCommand: config.ENABLE_CUSTOM_COMMAND,
    environmentOf: (deployment) => {
      const { privateKey, credential } = credentials.issue(deployment);
      return {
        HOST_URL: hostUrlFor(config, credential),
        TERMINAL_NAME: `${deployment.packageName}@${deployment.packageVersion}`,
        TERMINAL_PRIVATE_KEY: privateKey,
        NODE_UNIT_PUBLIC_KEY: address,
      };
    },
    onEvent: (supervised) => {
      const { event, deploymentId, ...fields } = supervised;
      if (supervised.event === 'DeploymentGivenUp') onGivenUp(deploymentId, supervised.reason);
      if (event === 'DeploymentProcessExited' || event === 'DeploymentProcessStopped') credentials.revoke(deploymentId);
      const record = { deployment_id: deploymentId, ...snakeCaseFields(fields) };
      if (WARNINGS.has(event)) logger.warn(record, event);
      else logger.info(record, event);
    },
  });
}

/** The host URL with the credential instead of the host token, so that any terminal can use it. */
function hostUrlFor(config: NodeUnitConfig, credential: string): string {
  return withHostToken(config.HOST_URL, config.NODE_UNIT_SHARE_HOST_TOKEN ? sharedToken(config) : credential);
}

function sharedToken({ HOST_TOKEN: token, HOST_TOKEN_FILE: file }: NodeUnitConfig): string | undefined {
  return file === undefined ? token : readTokenFile(file);
}
