import type { DeploymentState, DeploymentStatus } from '@node-unit/deployment';

import { describeExit, LOOPING_AFTER } from './describeEnd.js';
import type { Life, ProcessPhase } from './Life.js';

interface StateAndReason {
  readonly state: DeploymentState;
  readonly reason: string;
}

/** What a deployment does now, as the table `deployment_status` has it; undefined if it is nothing. Pure. */
export function describeLife(life: Life): Omit<DeploymentStatus, 'since'> | undefined {
  const { process, lastExit, restarts, target } = life;
  const deployment = process.kind === 'none' ? target : process.generation.deployment;
  if (deployment === undefined) return undefined;
  return {
    deploymentId: deployment.id,
    ...stateOf(life),
    pid: 'pid' in process ? process.pid : undefined,
    restarts,
    lastExit: lastExit === undefined ? '' : describeExit(lastExit),
    resolvedVersion: process.kind === 'none' ? '' : process.generation.program.version,
    claimEpoch: deployment.claimEpoch,
    rowUpdatedAt: deployment.updatedAt,
    handOver: '',
    healthy: process.kind === 'running' ? process.isHealthy : undefined,
  };
}

/** A status with the moment from which on it is in its state. */
export function withSince(
  now: Omit<DeploymentStatus, 'since'>,
  before: DeploymentStatus | undefined,
  nowMs: number,
): DeploymentStatus {
  const isSame = now.state === before?.state && now.claimEpoch === before.claimEpoch;
  return { ...now, since: isSame ? before.since : new Date(nowMs).toISOString() };
}

function stateOf(life: Life): StateAndReason {
  const { process, preparation, refusal } = life;
  if (process.kind === 'none') {
    if (refusal !== undefined) return { state: 'refused', reason: refusal };
    if (preparation.kind === 'failed') return { state: 'backing_off', reason: preparation.reason };
    return { state: preparation.kind === 'ready' ? 'starting' : 'installing', reason: '' };
  }
  const present = stateOfProcess(process, life.quickEnds);
  if (preparation.kind !== 'failed' || process.kind === 'stopping') return present;
  const { version } = process.generation.program;
  const rest = present.reason === '' ? '' : `; ${present.reason}`;
  return { state: 'update_failed', reason: `${preparation.reason} Version ${version} stays in use${rest}.` };
}

function stateOfProcess(process: Exclude<ProcessPhase, { kind: 'none' }>, quickEnds: number): StateAndReason {
  switch (process.kind) {
    case 'starting':
      return { state: 'starting', reason: '' };
    case 'running':
      return { state: isAwaitingHealth(process) ? 'starting' : 'running', reason: '' };
    case 'stopping':
      return { state: 'stopping', reason: process.cause.kind === 'restart' ? process.cause.reason : '' };
    case 'pausing':
      return { state: stateOfPause(quickEnds), reason: process.reason };
    case 'completed':
      return { state: 'completed', reason: process.reason };
  }
}

function isAwaitingHealth({ generation, isHealthy }: Extract<ProcessPhase, { kind: 'running' }>): boolean {
  return generation.deployment.health !== undefined && isHealthy === undefined;
}

function stateOfPause(quickEnds: number): DeploymentState {
  return quickEnds >= LOOPING_AFTER ? 'crash_looping' : 'backing_off';
}
