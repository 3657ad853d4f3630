import {
  applyDeploymentChange,
  type Deployment,
  type DeploymentChange,
  type DeploymentReplica,
  toDeploymentRow,
} from '@node-unit/deployment';
import * as fc from 'fast-check';
import { concat, map, type Observable, of, Subject } from 'rxjs';
import { describe, expect, it } from 'vitest';

import type { Watcher } from '../changeFrames.js';
import { MissingBaseError, receiveChanges } from '../receiveChanges.js';
import { diffRows, patchRow } from '../rowPatch.js';
import { sendChanges } from '../sendChanges.js';
import { shareWithSnapshot } from '../shareWithSnapshot.js';
import { snapshotOf } from '../watchTable.js';
import { deployment } from './builders.js';

const probe = (port: number): Deployment['health'] => ({
  probe: { kind: 'tcp', port },
  intervalMs: 10_000,
  timeoutMs: 2_000,
  failures: 3,
  startGraceMs: 30_000,
});
const number = fc.integer({ min: 1, max: 4 });
const idOf = (each: number): string => deployment(each).id;
const row = fc
  .record({
    number,
    address: fc.constantFrom('', 'a', 'b'),
    claimEpoch: fc.nat(3),
    enabled: fc.boolean(),
    type: fc.constantFrom('deployment' as const, 'daemon' as const),
    env: fc.dictionary(fc.constantFrom('A', 'B', 'constructor'), fc.constantFrom('', '1', '{}'), { maxKeys: 2 }),
    args: fc.array(fc.constantFrom('x', 'y'), { maxLength: 2 }),
    health: fc.constantFrom(undefined, probe(1), probe(2)),
    constraints: fc.constantFrom({}, { zone: 'z' }, { zone: ['y', 'z'] }, { gpu: { exists: true } }),
  })
  .map(({ number: sequence, ...columns }) => deployment(sequence, columns));
const rows = fc.uniqueArray(row, { maxLength: 4, selector: ({ id }) => id });
const invalid = fc.array(
  number.map((each) => ({ id: idOf(each), reason: 'type: unknown' })),
  { maxLength: 1 },
);
const change: fc.Arbitrary<DeploymentChange> = fc.oneof(
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('snapshot' as const), deployments: rows, invalid }) },
  {
    weight: 8,
    arbitrary: fc.record({
      kind: fc.constant('delta' as const),
      upserted: rows,
      removedIds: fc.array(number.map(idOf), { maxLength: 1 }),
      invalid,
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('unavailable' as const), reason: fc.constant('away') }) },
);
const history = fc.array(
  fc.record({ change, isNodeUnit: fc.boolean(), joins: fc.constantFrom(false, false, false, 'patches', 'rows') }),
  { minLength: 1, maxLength: 20 },
);

const LOADING = { state: 'loading' } as DeploymentReplica;

/** Steps as a storage makes them of the changes. */
function stepsOf(changes$: Observable<DeploymentChange>) {
  return shareWithSnapshot(changes$, { initial: LOADING, apply: applyDeploymentChange, snapshotOf });
}

/** Frames as they arrive. */
function transported<Frame>(frame: Frame): unknown {
  return JSON.parse(JSON.stringify(frame));
}

/** What a watcher may know of a table, by hand. */
function seenBy({ isNodeUnit }: { readonly isNodeUnit: boolean }, replica: DeploymentReplica): unknown {
  if (replica.state !== 'current') return undefined;
  const visible = (each: Deployment): Deployment => {
    const isShown = each.type === 'daemon' ? isNodeUnit : each.address === 'a';
    return isShown ? each : { ...each, env: {}, args: [], health: undefined };
  };
  const entries = [...replica.deployments].map(([id, each]) => [id, visible(each)] as const);
  return { deployments: new Map(entries), invalid: replica.invalid };
}

function plain(replica: DeploymentReplica): unknown {
  if (replica.state !== 'current') return undefined;
  const { deployments, invalid: faults = new Map() } = replica;
  return { deployments: new Map(deployments), invalid: faults };
}

describe('frames with changed columns', () => {
  it('give every watcher the table, as far as it may see it, whenever it joins', () => {
    fc.assert(
      fc.property(history, (steps) => {
        const changes$ = new Subject<DeploymentChange>();
        const steps$ = stepsOf(changes$);
        const storage = { replica: LOADING, isNodeUnit: true };
        steps$.subscribe(({ after }) => (storage.replica = after));
        const watchers: { replica: DeploymentReplica; isNodeUnit: boolean }[] = [];
        for (const { change: next, isNodeUnit, joins } of steps) {
          storage.isNodeUnit = isNodeUnit;
          if (joins !== false) {
            const watcher = { replica: LOADING, isNodeUnit };
            watchers.push(watcher);
            const now = (): Watcher => {
              watcher.isNodeUnit = storage.isNodeUnit;
              return { terminalId: 'a', isNodeUnit: storage.isNodeUnit, takesPatches: joins === 'patches' };
            };
            receiveChanges(sendChanges(steps$, now).pipe(map(transported))).subscribe((received) => {
              watcher.replica = applyDeploymentChange(watcher.replica, received);
            });
          }
          changes$.next(next);
          for (const watcher of watchers) {
            expect(plain(watcher.replica)).toEqual(seenBy(watcher, storage.replica));
          }
        }
      }),
      { numRuns: 300 },
    );
  });

  it('are never applied if one is missing, doubled or in another place', () => {
    const edit = fc.constantFrom('drop' as const, 'double' as const, 'swap' as const);
    fc.assert(
      fc.property(fc.array(change, { minLength: 3, maxLength: 8 }), fc.nat(), edit, (changes, at, kind) => {
        const frames: unknown[] = [];
        const watcher: Watcher = { terminalId: 'a', isNodeUnit: true, takesPatches: true };
        sendChanges(stepsOf(of(...changes)), () => watcher)
          .pipe(map(transported))
          .subscribe((frame) => frames.push(frame));
        // Something follows, by which it is noticed.
        const place = at % (frames.length - 1);
        const [here, next] = [frames[place], frames[place + 1]];
        const edited = { drop: [next], double: [here, here, next], swap: [next, here] }[kind];
        const arriving = [...frames.slice(0, place), ...edited, ...frames.slice(place + 2)];
        const [received, asSent]: DeploymentChange[][] = [[], []];
        receiveChanges(of(...frames)).subscribe((each) => asSent?.push(each));
        const failed: unknown[] = [];
        receiveChanges(of(...arriving)).subscribe({
          next: (each) => received?.push(each),
          error: (error: unknown) => failed.push(error),
        });
        expect(failed).toEqual([expect.any(MissingBaseError)]);
        expect(received).toEqual(asSent?.slice(0, place + (kind === 'double' ? 1 : 0)));
      }),
      { numRuns: 200 },
    );
  });

  it('say that a row is missing, whatever their number', () => {
    const patch = { id: idOf(1), columns: { enabled: false } };
    const delta = { kind: 'delta', rows: [], removed_ids: [], patches: [patch] };
    const received: DeploymentChange[] = [];
    const frames$ = concat(of({ kind: 'snapshot', rows: [toDeploymentRow(deployment(2))] }), of(delta));
    const failed: unknown[] = [];
    receiveChanges(frames$).subscribe({ next: (each) => received.push(each), error: (error) => failed.push(error) });
    expect(received).toHaveLength(1);
    expect(failed).toEqual([expect.any(MissingBaseError)]);
  });
});

describe(diffRows.name, () => {
  it('is undone by patchRow, and names the changed columns alone', () => {
    fc.assert(
      fc.property(row, row, (one, another) => {
        const [before, after] = [toDeploymentRow(one), toDeploymentRow({ ...another, id: one.id })];
        const patch = diffRows(before, after);
        expect(patchRow(before, patch)).toEqual(after);
        for (const [name, value] of Object.entries(patch.columns)) {
          // The order of the variables of an environment counts as well.
          expect(JSON.stringify(value)).not.toBe(JSON.stringify(before[name as keyof typeof before]));
        }
      }),
    );
  });

  it('leaves out columns that are unknown to the receiver, and never changes the id', () => {
    const before = toDeploymentRow(deployment(1));
    const columns = JSON.parse(`{"id": "${idOf(2)}", "of_tomorrow": 1, "__proto__": {"enabled": 1}}`) as object;
    expect(patchRow(before, { id: before.id, columns: { ...columns } })).toEqual(before);
  });
});
