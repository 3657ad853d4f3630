import type { DeploymentReplica, DeploymentStatus } from '@node-unit/deployment';
import type { Response, Terminal } from '@node-unit/protocol';
import {
  describeExplanation,
  explainDeployment,
  type ExplanationRecord,
  type PlannedRound,
} from '@node-unit/scheduler';

import { answerMoves } from './answerMoves.js';

const EXPLAIN = {
  method: 'NodeUnit/ExplainDeployment',
  schema: {
    type: 'object',
    required: ['deployment_id'],
    properties: { deployment_id: { type: 'string', minLength: 1 } },
  },
};

const PROPOSE_MOVES = {
  method: 'NodeUnit/ProposeMoves',
  schema: { type: 'object', required: ['most'], properties: { most: { type: 'number' } } },
};

/** The explanation service of a node-unit. */
export interface Explanations {
  /** Sets the round that answers refer to. */
  readonly onPlan: (planned: PlannedRound) => void;
  stop(): void;
}

/** Offers why this node-unit may or may not claim a deployment, and what it would move. */
export function offerExplanations(
  terminal: Pick<Terminal, 'offerService'>,
  statusOf: (deploymentId: string) => DeploymentStatus | undefined = () => undefined,
): Explanations {
  let latest: PlannedRound | undefined;
  const service = terminal.offerService(EXPLAIN, ({ req }) => {
    const { deployment_id } = req as { deployment_id: string };
    return [{ res: withStatus(explain(latest, deployment_id, Date.now()), statusOf) }];
  });
  service.add(terminal.offerService(PROPOSE_MOVES, ({ req }) => [{ res: answerMoves(latest, req) }]));
  return { onPlan: (planned) => (latest = planned), stop: () => service.unsubscribe() };
}

/** What only this node-unit knows: what the deployment does here. */
function withStatus(response: Response, statusOf: (id: string) => DeploymentStatus | undefined): Response {
  if (response.code !== 0) return response;
  const record = response.data as ExplanationRecord;
  const status = statusOf(record.deployment_id);
  if (status === undefined) return response;
  const { state, pid = null, restarts, lastExit, reason, resolvedVersion, healthy = null, since } = status;
  const fields = {
    state,
    pid,
    restarts,
    last_exit: lastExit,
    reason,
    resolved_version: resolvedVersion,
    healthy,
    since,
  };
  return { ...response, data: { ...record, status: fields } };
}

/** Answers one request; the ID may be a prefix. */
export function explain(planned: PlannedRound | undefined, idOrPrefix: string, nowMs: number): Response {
  if (!planned) return { code: 503, message: 'this node-unit has not planned a round yet' };
  const ids = findDeploymentIds(planned.input.replica, idOrPrefix);
  if (ids.length > 1) {
    const message = `${JSON.stringify(idOrPrefix)} is the beginning of ${ids.length} ids: ${ids.slice(0, 5).join(', ')}`;
    return { code: 409, message };
  }
  const id = ids[0] ?? idOrPrefix;
  const data = describeExplanation(id, explainDeployment(planned, id), planned, nowMs);
  if (data) return { code: 0, message: 'OK', data };
  return { code: 404, message: `no deployment has the id ${JSON.stringify(idOrPrefix)} or one that begins with it` };
}

/** The ID itself if such a row exists, else the IDs with this prefix; none while the rows are unknown. */
function findDeploymentIds(replica: DeploymentReplica, idOrPrefix: string): readonly string[] {
  if (replica.state === 'loading') return [];
  const wanted = idOrPrefix.toLowerCase();
  const ids = new Set([...replica.deployments.keys(), ...(replica.invalid?.keys() ?? [])]);
  if (ids.has(wanted)) return [wanted];
  return [...ids].filter((id) => id.startsWith(wanted)).sort();
}
