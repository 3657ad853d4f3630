import type { DeploymentDifference } from '@node-unit/deployment';
import type { ActionStep } from '@node-unit/operator';

/** How far something is that the user has asked for. */
export interface ActionReport {
  readonly id: number;
  readonly title: string;
  readonly state: 'working' | 'done' | 'failed';
  /** The latest last. */
  readonly steps: readonly ActionStep[];
  /** What one change has done. */
  readonly differences: readonly DeploymentDifference[] | undefined;
  /** Why it failed. */
  readonly reason: string;
}

/** What happens to reports. */
export type ReportChange =
  | { readonly kind: 'begun'; readonly id: number; readonly title: string }
  | { readonly kind: 'step'; readonly id: number; readonly step: ActionStep }
  | { readonly kind: 'done'; readonly id: number; readonly differences?: readonly DeploymentDifference[] }
  | { readonly kind: 'failed'; readonly id: number; readonly reason: string }
  | { readonly kind: 'dismissed'; readonly id: number };

export const NO_REPORTS: readonly ActionReport[] = [];

const MOST_REPORTS = 5;
const MOST_STEPS = 200;

/** Newest last. Pure. */
export function reduceReports(reports: readonly ActionReport[], change: ReportChange): readonly ActionReport[] {
  const { id } = change;
  switch (change.kind) {
    case 'begun': {
      const begun = {
        id,
        title: change.title,
        state: 'working',
        steps: [],
        differences: undefined,
        reason: '',
      } as const;
      return [...reports.slice(1 - MOST_REPORTS), begun];
    }
    case 'step':
      return update(reports, id, ({ steps }) => ({ steps: [...steps, change.step].slice(-MOST_STEPS) }));
    case 'done':
      return update(reports, id, () => ({ state: 'done', differences: change.differences }));
    case 'failed':
      return update(reports, id, () => ({ state: 'failed', reason: change.reason }));
    case 'dismissed':
      return reports.filter((report) => report.id !== id);
  }
}

function update(
  reports: readonly ActionReport[],
  id: number,
  change: (report: ActionReport) => Partial<ActionReport>,
): readonly ActionReport[] {
  return reports.map((report) => (report.id === id ? { ...report, ...change(report) } : report));
}
