import { nodeUnitsOf } from '@node-unit/fleet';
import { servesCluster } from '@node-unit/protocol';
import type { Observable, Subscription } from 'rxjs';

import type { HostEvent } from '../directory/Directory.js';

/** Counts the node-units that leave: a node-unit that stops in order withdraws from claiming before. */
export class LeaveCounts {
  readonly #counts = { stopped: 0, lost: 0 };

  public get counts(): Readonly<Record<'stopped' | 'lost', number>> {
    return this.#counts;
  }

  public follow(events$: Observable<HostEvent>): Subscription {
    return events$.subscribe(({ payload: { old, new: present } }) => {
      if (present !== undefined || old === undefined || !servesCluster(old)) return;
      const [nodeUnit] = nodeUnitsOf([old]);
      if (nodeUnit !== undefined) this.#counts[nodeUnit.claiming ? 'lost' : 'stopped'] += 1;
    });
  }
}
