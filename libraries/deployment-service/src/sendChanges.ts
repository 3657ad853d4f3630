import type { DeploymentChange, DeploymentReplica, InvalidDeployment, ReplicatedRows } from '@node-unit/deployment';
import { defer, map, type Observable } from 'rxjs';

import { toChangeFrame, type Watcher } from './changeFrames.js';
import type { SentChangeFrame } from './services.js';
import type { Step } from './shareWithSnapshot.js';

/** A change of the table, with the rows before and after it. */
export type TableStep = Step<DeploymentChange, DeploymentReplica>;

/**
 * The frames for one watcher, numbered if it takes patches: each is relative to what the ones before have said.
 *
 * @param watcherNow - What the watcher is at that time; it decides what it may see.
 */
export function sendChanges(steps$: Observable<TableStep>, watcherNow: () => Watcher): Observable<SentChangeFrame> {
  return defer(() => {
    let before: Watcher | undefined;
    return steps$.pipe(
      map((step, sequence) => {
        const watcher = watcherNow();
        const frame = toChangeFrame(stepFor(watcher, before, step), watcher);
        before = watcher;
        if (watcher.takesPatches) frame.sequence = sequence;
        return frame;
      }),
    );
  });
}

/** A watcher that may see more or less than before gets everything again. */
function stepFor(watcher: Watcher, before: Watcher | undefined, step: TableStep): TableStep {
  if (before === undefined || before.isNodeUnit === watcher.isNodeUnit) return step;
  return { before: step.before, change: snapshotOf(step.after), after: step.after };
}

/** What is known of a table, as a change. Pure. */
export function snapshotOf(replica: DeploymentReplica): DeploymentChange {
  return replica.state === 'current'
    ? { kind: 'snapshot', deployments: [...replica.deployments.values()], invalid: invalidOf(replica) }
    : { kind: 'unavailable', reason: replica.reason ?? 'the database is out of reach' };
}

function invalidOf({ invalid = new Map() }: ReplicatedRows): readonly InvalidDeployment[] {
  return [...invalid].map(([id, reason]) => ({ id, reason }));
}
