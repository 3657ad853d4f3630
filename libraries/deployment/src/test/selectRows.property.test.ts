import { VersionedMap } from '@node-unit/basics';
import * as fc from 'fast-check';
import { distinctUntilChanged, firstValueFrom, from, toArray } from 'rxjs';
import { describe, expect, it } from 'vitest';

import {
  type Deployment,
  type DeploymentReplica,
  haveSameRows,
  onlyRows,
  type RowSelection,
  selectRows,
} from '../index.js';
import { aDeployment } from '../testing.js';

const id = fc.constantFrom('1', '2', '3', '4', '5');
const steps = fc.array(
  fc.record({
    rows: fc.array(
      fc.record({ id, address: fc.constantFrom('', 'a', 'b') }).map((part) => aDeployment(part)),
      { maxLength: 3 },
    ),
    removed: fc.array(id, { maxLength: 1 }),
    /** Whether everything is read again, so that nothing is known about what changed. */
    anew: fc.constantFrom(false, false, false, true),
    /** Whether nobody looks before the next step. */
    unseen: fc.boolean(),
  }),
  { maxLength: 30 },
);
const isOfA = ({ address }: Deployment): boolean => address === 'a';

describe(selectRows.name, () => {
  it('selects after every change, seen or not, what a look at all rows selects', () => {
    fc.assert(
      fc.property(steps, (history) => {
        let all = VersionedMap.of<string, Deployment>([]);
        let selection: RowSelection | undefined;
        for (const { rows, removed, anew, unseen } of history) {
          all = all.with(
            rows.map((row) => [row.id, row]),
            removed,
          );
          if (anew) all = VersionedMap.of([...all]);
          if (unseen) continue;
          selection = selectRows(selection, all, isOfA);
          expect(new Set(selection.rows.values())).toEqual(new Set([...all.values()].filter(isOfA)));
        }
      }),
    );
  });
});

describe(onlyRows.name, () => {
  it('leaves the rows as they are when others change, so that followers can skip it', async () => {
    const first = VersionedMap.of(
      [aDeployment({ id: '1', address: 'a' }), aDeployment({ id: '2' })].map((row) => [row.id, row]),
    );
    const second = first.with([['2', aDeployment({ id: '2', address: 'b' })]]);
    const third = second.with([['2', aDeployment({ id: '2', address: 'a' })]]);
    const replica$ = from<DeploymentReplica[]>([
      { state: 'loading' },
      ...[first, second, third].map((deployments) => ({ state: 'current' as const, deployments })),
      { state: 'stale', reason: 'away', deployments: third },
    ]);
    const seen$ = replica$.pipe(onlyRows(isOfA), distinctUntilChanged(haveSameRows), toArray());
    const seen = await firstValueFrom(seen$);
    const idsOf = (replica: DeploymentReplica) => (replica.state === 'loading' ? [] : [...replica.deployments.keys()]);
    expect(seen.map((replica) => [replica.state, ...idsOf(replica)])).toEqual([
      ['loading'],
      ['current', '1'],
      ['current', '1', '2'],
      ['stale', '1', '2'],
    ]);
  });
});
