import { InMemoryDeploymentStore } from '@node-unit/deployment';
import { aDeployment } from '@node-unit/deployment/testing';
import { BehaviorSubject } from 'rxjs';
import { describe, expect, it } from 'vitest';

import { afterPreparation } from '../afterPreparation.js';
import type { Preparation } from '../prepareDatabase.js';

describe(afterPreparation.name, () => {
  it('says why the database cannot be used, then gives its rows', () => {
    const preparation$ = new BehaviorSubject<Preparation>({ state: 'waiting', reason: 'there is no database "app"' });
    const row = aDeployment();
    const seen: unknown[] = [];
    afterPreparation(new InMemoryDeploymentStore([row]), preparation$).changes$.subscribe((change) =>
      seen.push(change),
    );
    expect(seen).toEqual([{ kind: 'unavailable', reason: 'there is no database "app"' }]);
    preparation$.next({ state: 'ready', tables: { kind: 'hypertable' } });
    expect(seen.slice(1)).toMatchObject([{ kind: 'snapshot', deployments: [row] }]);
  });

  it('writes as the store does, although its methods are those of a class', async () => {
    const preparation$ = new BehaviorSubject<Preparation>({ state: 'ready', tables: { kind: 'hypertable' } });
    const row = aDeployment();
    const store = afterPreparation(new InMemoryDeploymentStore([row]), preparation$);
    expect(await store.claim(row.id, 'a')).toEqual({ outcome: 'claimed', claimEpoch: 1 });
  });
});
