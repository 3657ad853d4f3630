import { faultsOf, replayOf, type Report } from './Report.js';

/** A run as one JSON object. Pure. */
export function reportAsJson(report: Report): string {
  const { result, judgement, findings, replay } = report;
  const { policy, seed, timing, nodes, deployments, unclaimed, endedMs } = result;
  const nameOf = new Map(nodes.map(({ address, name }) => [address, name]));
  const { faults: _convergenceFaults, ...convergence } = judgement.convergence;
  const { faults: _balanceFaults, ...balance } = judgement.balance;
  return JSON.stringify({
    policy,
    seed,
    timing,
    nodes,
    deployments,
    unclaimed,
    ended_ms: endedMs,
    convergence,
    balance,
    claims: result.claims.map(({ atMs, deploymentId, address }) => ({ atMs, deploymentId, node: nameOf.get(address) })),
    faults: faultsOf(report).map((fault) => ({ ...fault, replay: replayOf(fault, report) ?? replay })),
    contract_checked: findings !== undefined,
    replay,
  });
}
