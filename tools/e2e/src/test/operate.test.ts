import type { Operation } from '@node-unit/deployment';
import { allRunning, type ClusterPicture, wantedDeployments } from '@node-unit/local-cluster';
import { connectOperator, type Operator } from '@node-unit/operator';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { handoversOf, runsOf } from '../exclusive/runsOf.js';
import { Witness } from '../exclusive/witness.js';
import { useCluster } from './useCluster.js';

const SLOW = { timeout: 60_000, interval: 50 };
const PLAIN = 6;
const context: { operator?: Operator; witness?: Witness } = {};
const cluster = useCluster();

beforeAll(() => {
  const { hostUrl, hostToken, operatorKey, folder } = cluster().local;
  context.operator = connectOperator({ hostUrl, hostToken, operatorKey, name: 'operator' });
  context.witness = new Witness(folder);
});
afterAll(() => context.operator?.dispose());

const addressOf = (name: string): string => cluster().local.addressOf(name);

async function operate(operation: Operation): Promise<void> {
  await context.operator?.cluster(10_000);
  await context.operator?.operate(operation);
}

async function insert(name: string, replicas: number, columns: object = {}): Promise<void> {
  const { packageName, packageVersion, file } = context.witness ?? {};
  const spec = { name, package: packageName ?? '', version: packageVersion, args: [file ?? ''], replicas, ...columns };
  await operate({ kind: 'apply', specs: [spec], dryRun: false });
}

const heldBy = (picture: ClusterPicture, name: string) =>
  wantedDeployments(picture).filter(({ address }) => address === addressOf(name));

function until(what: string, accepts: (picture: ClusterPicture) => boolean): Promise<ClusterPicture> {
  return cluster().until(what, (picture) => allRunning(picture) && accepts(picture));
}

async function rowsOf(statement: string, ...values: readonly unknown[]) {
  return cluster().local.sql(statement, values);
}

/** Who held a deployment, in order, and why it changed. */
function movesOf(id: string) {
  return rowsOf(
    `select previous_address, address, reason from deployment_event
     where kind = 'address' and deployment_id = $1 order by id`,
    id,
  );
}

/** For how long two processes of a deployment ran, or none, each time that it was handed over. */
function handovers(ids: readonly string[]) {
  const all = runsOf(context.witness?.read() ?? []);
  return handoversOf(all.filter(({ deploymentId }) => ids.includes(deploymentId)));
}

describe('operators', { timeout: 180_000 }, () => {
  it('drain a node-unit, whose deployments run elsewhere one after another', async () => {
    await cluster().join(['one', 'two', 'three'], { NODE_UNIT_SCHEDULER_INTERVAL_MS: '100' });
    await insert('plain', PLAIN);
    await until('the plain ones run', (picture) => wantedDeployments(picture).length === PLAIN);
    await insert('single', 3, { exclusive_ms: 1_000 });
    const before = await until('all run', (picture) => wantedDeployments(picture).length === PLAIN + 3);
    const leaving = heldBy(before, 'one');
    expect(leaving).toHaveLength(3);

    await operate({ kind: 'drain', address: addressOf('one'), reason: 'a new disk' });
    const picture = await until('one runs nothing', (now) => heldBy(now, 'one').length === 0);
    expect(wantedDeployments(picture)).toHaveLength(PLAIN + 3);
    await cluster().until('no process is left there', ({ processes }) =>
      [...processes.values()].every(({ nodeUnit }) => nodeUnit !== 'one'),
    );

    const plain = leaving.filter(({ exclusiveMs }) => exclusiveMs === 0).map(({ id }) => id);
    const single = leaving.filter(({ exclusiveMs }) => exclusiveMs > 0).map(({ id }) => id);
    expect(plain.length * single.length).toBeGreaterThan(0);
    // A process is logged before it writes for the first time.
    await expect.poll(() => handovers([...plain, ...single]), SLOW).toHaveLength(leaving.length);
    expect(handovers(plain).map(({ gapMs }) => gapMs)).toEqual(plain.map(() => 0));
    for (const { overlapMs } of handovers(plain)) expect(overlapMs).toBeGreaterThan(0);
    expect(handovers(single).map(({ overlapMs }) => overlapMs)).toEqual(single.map(() => 0));
    for (const { id } of leaving) {
      const [left, claimed, ...more] = (await movesOf(id)).slice(1);
      expect(left).toMatchObject({ address: '', reason: 'its node-unit is drained: a new disk' });
      expect(claimed).toMatchObject({ previous_address: '', reason: 'claimed' });
      expect(more).toEqual([]);
    }
  });

  it('see that nothing is touched before the one before it runs elsewhere', async () => {
    const events = await rowsOf(
      `select previous_address, address from deployment_event
       where kind = 'address' and (previous_address = $1 or address <> $1) and occurred_at >
         (select occurred_at from deployment_event where kind = 'node_unit_drained') order by id`,
      addressOf('one'),
    );
    expect(events).toHaveLength(6);
    for (const [at, { previous_address }] of events.entries())
      expect(previous_address).toBe(at % 2 === 0 ? addressOf('one') : '');
  });

  it('know that a drained node-unit claims nothing, even after it was killed and started again', async () => {
    const killed = cluster().local.nodeUnits.get('one');
    cluster().signal('one', 'SIGKILL');
    await killed?.exited;
    await cluster().join(['one'], { NODE_UNIT_SCHEDULER_INTERVAL_MS: '100' });
    await insert('later', 4);
    const picture = await until('all run', (now) => wantedDeployments(now).length === PLAIN + 7);
    expect(heldBy(picture, 'one')).toEqual([]);
    expect(await rowsOf(`select drain_reason from node_unit where address = $1`, addressOf('one'))).toEqual([
      { drain_reason: 'a new disk' },
    ]);

    await operate({ kind: 'undrain', address: addressOf('one') });
    await insert('last', 3);
    const after = await until('all run', (now) => wantedDeployments(now).length === PLAIN + 10);
    expect(heldBy(after, 'one').length).toBeGreaterThan(0);
    const kinds = await rowsOf(
      `select kind, reason from deployment_event where address = $1 and kind in ('node_unit_drained', 'node_unit_undrained') order by id`,
      addressOf('one'),
    );
    expect(kinds).toEqual([
      { kind: 'node_unit_drained', reason: 'a new disk' },
      { kind: 'node_unit_undrained', reason: '' },
    ]);
  });

  it('hear of a deployment that can run nowhere else, which stays', async () => {
    await cluster().join(['gpu'], { NODE_UNIT_TAGS: 'gpu=yes' });
    await insert('bound', 1, { constraints: { gpu: 'yes' } });
    await until('it runs', (picture) => heldBy(picture, 'gpu').length >= 1);
    const [row] = await rowsOf(`select id, claim_epoch from deployment where name = 'bound'`);
    const reasons = () =>
      rowsOf(
        `select state, hand_over from deployment_status where deployment_id = $1 and address = $2`,
        row?.['id'],
        addressOf('gpu'),
      );
    await operate({ kind: 'drain', address: addressOf('gpu'), reason: '' });
    const stuck = { state: 'running', hand_over: expect.stringMatching(/^cannot move: .*gpu/) as unknown };
    await expect.poll(reasons, SLOW).toEqual([stuck]);
    expect(await rowsOf(`select id, claim_epoch from deployment where name = 'bound'`)).toEqual([row]);
    await operate({ kind: 'undrain', address: addressOf('gpu') });
    await expect.poll(reasons, SLOW).toEqual([{ state: 'running', hand_over: '' }]);
  });

  it('order one deployment away from its holder, who does not take it back', async () => {
    const picture = await until('all run', () => true);
    const [chosen] = heldBy(picture, 'two').filter(({ name }) => name === 'plain');
    if (!chosen) throw new Error('two has none of the plain ones');
    const others = heldBy(picture, 'two').length - 1;
    const before = (await movesOf(chosen.id)).length;
    await operate({ kind: 'handOver', deploymentId: chosen.id, address: addressOf('two'), reason: 'too crowded' });
    const after = await until('it runs elsewhere', (now) => {
      const row = wantedDeployments(now).find(({ id }) => id === chosen.id);
      return row !== undefined && row.address !== '' && row.address !== addressOf('two');
    });
    expect(heldBy(after, 'two')).toHaveLength(others);
    const moves = (await movesOf(chosen.id)).slice(before);
    expect(moves).toEqual([
      { previous_address: addressOf('two'), address: '', reason: 'too crowded' },
      { previous_address: '', address: expect.not.stringContaining(addressOf('two')) as unknown, reason: 'claimed' },
    ]);
    expect(await rowsOf('select * from hand_over')).toEqual([]);
    await expect(
      operate({ kind: 'handOver', deploymentId: chosen.id, address: addressOf('two'), reason: '' }),
    ).rejects.toMatchObject({ code: 'REFUSED' });
  });
});
