import { table } from '../table.js';
import type { ReportContext } from './ReportContext.js';

/** What each deployment does on its node-unit at the end, and why. */
export function statesSection({ evidence, words, labels }: ReportContext): string {
  const { deployment, nodeUnit, state, version, epoch, restarts, lastExit, reason } = words.columns;
  const rows = (evidence.statuses ?? []).map((status) => [
    labels.deployment(status.deploymentId),
    labels.nodeUnit(status.address),
    words.states[status.state] ?? status.state,
    status.resolvedVersion || words.none,
    status.claimEpoch,
    status.restarts,
    status.lastExit || words.none,
    status.reason || words.none,
  ]);
  if (rows.length === 0) return words.none;
  return table([deployment, nodeUnit, state, version, epoch, restarts, lastExit, reason], rows);
}
