import type { DeploymentReplica } from '@node-unit/deployment';
import type { Response, Terminal } from '@node-unit/protocol';
import { describeExplanation, explainDeployment, type PlannedRound } from '@node-unit/scheduler';

const EXPLAIN = {
  method: 'NodeUnit/ExplainDeployment',
  schema: {
    type: 'object',
    required: ['deployment_id'],
    properties: { deployment_id: { type: 'string', minLength: 1 } },
  },
};

/** The explanation service of a node-unit. */
export interface Explanations {
  /** Sets the round that answers refer to. */
  readonly onPlan: (planned: PlannedRound) => void;
  stop(): void;
}

/** Offers the service that explains why this node-unit may or may not claim a deployment. */
export function offerExplanations(terminal: Pick<Terminal, 'offerService'>): Explanations {
  let latest: PlannedRound | undefined;
  const service = terminal.offerService(EXPLAIN, ({ req }) => {
    const { deployment_id } = req as { deployment_id: string };
    return [{ res: explain(latest, deployment_id, Date.now()) }];
  });
  return { onPlan: (planned) => (latest = planned), stop: () => service.unsubscribe() };
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
  if (replica.deployments.has(wanted)) return [wanted];
  return [...replica.deployments.keys()].filter((id) => id.startsWith(wanted)).sort();
}
