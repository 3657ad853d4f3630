import type { LogLimits } from './LogLimits.js';
import type { SegmentFile } from './segmentFiles.js';

/** Another node-unit that shares the workspace may still write what is as young as this. */
const GONE_AFTER_MS = 3_600_000;

export interface PruningInput {
  readonly files: readonly SegmentFile[];
  /** Deployments that are here now. */
  readonly present: ReadonlySet<string>;
  readonly limits: LogLimits;
  readonly nowMs: number;
}

/**
 * Which segments are removed: of each deployment all but the latest ones, and then, as long as all together are over
 * budget, those of deployments that are gone, and the oldest. What is being written stays. Pure.
 */
export function planPruning({ files, present, limits, nowMs }: PruningInput): readonly SegmentFile[] {
  const surplus = surplusOf(files, limits.segments);
  const kept = files.filter((file) => !surplus.includes(file));
  let excess = kept.reduce((sum, { bytes }) => sum + bytes, 0) - limits.budgetBytes;
  const isGone = ({ deploymentId, modifiedMs }: SegmentFile): boolean =>
    !present.has(deploymentId) && nowMs - modifiedMs > GONE_AFTER_MS;
  const candidates = kept
    .filter((file) => file.number !== undefined || isGone(file))
    .sort((left, right) => Number(isGone(right)) - Number(isGone(left)) || left.modifiedMs - right.modifiedMs);
  const overBudget = candidates.filter(({ bytes }) => {
    const isRemoved = excess > 0;
    excess -= isRemoved ? bytes : 0;
    return isRemoved;
  });
  return [...surplus, ...overBudget];
}

function surplusOf(files: readonly SegmentFile[], most: number): readonly SegmentFile[] {
  const seen = new Map<string, number>();
  const closed = files.filter(({ number }) => number !== undefined);
  const newestFirst = closed.sort((left, right) => (right.number ?? 0) - (left.number ?? 0));
  return newestFirst.filter(({ deploymentId }) => {
    const count = (seen.get(deploymentId) ?? 0) + 1;
    seen.set(deploymentId, count);
    return count > most - 1;
  });
}
