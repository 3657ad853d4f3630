import { defer, map, type Observable } from 'rxjs';

import { toChangeFrame, type Watcher } from './changeFrames.js';
import type { SentChangeFrame } from './services.js';
import { snapshotOf, type TableStep } from './watchTable.js';

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
