import type { DeploymentChange, DeploymentReplica, InvalidDeployment, ReplicatedRows } from '@node-unit/deployment';
import { map, type Observable, scan } from 'rxjs';

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
  return steps$.pipe(
    scan((sent: Sent | undefined, step) => nextFrame(sent, step, watcherNow()), undefined),
    map((sent) => (sent as Sent).frame),
  );
}

interface Sent {
  readonly frame: SentChangeFrame;
  readonly watcher: Watcher;
  readonly sequence: number;
}

/** A watcher that may see more or less than before gets everything again. */
function nextFrame(sent: Sent | undefined, step: TableStep, watcher: Watcher): Sent {
  const sequence = sent ? sent.sequence + 1 : 0;
  const mayHaveSeenOther = sent !== undefined && sent.watcher.isNodeUnit !== watcher.isNodeUnit;
  const change = mayHaveSeenOther ? snapshotOf(step.after) : step.change;
  const frame = toChangeFrame({ ...step, change }, watcher);
  return { frame: watcher.takesPatches ? { ...frame, sequence } : frame, watcher, sequence };
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
