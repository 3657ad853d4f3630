import { VirtualAction, VirtualTimeScheduler } from 'rxjs';

/**
 * An action of virtual time that is put where it belongs. The one of RxJS sorts everything that is scheduled again, which
 * takes most of the time of a simulation of many nodes.
 */
class InsertedAction<T> extends VirtualAction<T> {
  protected override requestAsyncId(scheduler: VirtualTimeScheduler, _id?: unknown, delay = 0): number {
    const { actions } = scheduler;
    this.delay = scheduler.frame + delay;
    actions.splice(placeAfter(actions, this.delay), 0, this);
    return 1;
  }
}

/** After all that are due at the same moment or before, because the latest action has the highest number. */
function placeAfter(actions: readonly { readonly delay: number }[], delay: number): number {
  let [low, high] = [0, actions.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((actions[middle]?.delay ?? 0) <= delay) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Virtual time for a simulation. */
export function createVirtualTime(): VirtualTimeScheduler {
  return new VirtualTimeScheduler(InsertedAction);
}
