import {
  type Deployment,
  type DeploymentChange,
  type InvalidDeployment,
  parseDeploymentRow,
  toDeploymentRow,
} from '@node-unit/deployment';

import type { ChangeFrame } from './services.js';

/** A terminal that is told of changes. */
export interface Watcher {
  readonly terminalId: string;
  readonly isNodeUnit: boolean;
}

/**
 * The part of a change that a terminal may see.
 *
 * @remarks
 * `env`, `args` and `health` may hold secrets: they are given to the node-unit that runs the deployment and, for a daemon, to
 * every node-unit, because each runs it. They are not needed to decide about a claim.
 */
export function toChangeFrame(change: DeploymentChange, watcher: Watcher): ChangeFrame {
  const rowsOf = (deployments: readonly Deployment[]): unknown[] =>
    deployments.map((deployment) => toDeploymentRow(visibleTo(deployment, watcher)));
  switch (change.kind) {
    case 'snapshot':
      return { kind: 'snapshot', rows: rowsOf(change.deployments), invalid: [...(change.invalid ?? [])] };
    case 'delta':
      return {
        kind: 'delta',
        rows: rowsOf(change.upserted),
        removed_ids: [...change.removedIds],
        invalid: [...(change.invalid ?? [])],
      };
    case 'unavailable':
      return { kind: 'unavailable', reason: change.reason };
  }
}

function visibleTo(deployment: Deployment, { terminalId, isNodeUnit }: Watcher): Deployment {
  const runsThere = deployment.type === 'daemon' ? isNodeUnit : deployment.address === terminalId;
  return runsThere ? deployment : { ...deployment, env: {}, args: [], health: undefined };
}

/** The change in a frame. Invalid rows are reported. */
export function fromChangeFrame(frame: ChangeFrame, onInvalidRow: (row: InvalidDeployment) => void): DeploymentChange {
  if (frame.kind === 'unavailable') return frame;
  const deployments: Deployment[] = [];
  const invalid: InvalidDeployment[] = [...frame.invalid];
  for (const row of frame.rows) {
    const parsed = parseDeploymentRow(row);
    if (parsed.kind === 'deployment') deployments.push(parsed.deployment);
    else invalid.push({ id: parsed.id, reason: parsed.reason });
  }
  invalid.forEach(onInvalidRow);
  return frame.kind === 'snapshot'
    ? { kind: 'snapshot', deployments, invalid }
    : { kind: 'delta', upserted: deployments, invalid, removedIds: frame.removed_ids };
}
