import { type DeploymentEvent, NO_OPERATIONS, type OperationsReplica } from '@node-unit/deployment';
import { aDeployment } from '@node-unit/deployment/testing';
import { aNodeUnit } from '@node-unit/fleet/testing';
import { describe, expect, it } from 'vitest';

import { findDeployments } from '../picture/find.js';
import { eventPicture } from '../picture/eventPicture.js';
import { nodeUnitPictures } from '../picture/nodeUnitPictures.js';
import { createPictures, type PictureFacts, pictureOf } from '../picture/pictureOf.js';

const event: DeploymentEvent = {
  id: 1,
  occurredAt: 'now',
  kind: 'address',
  deploymentId: 'abcdefghij',
  name: 'web',
  replica: 1,
  packageName: 'demo',
  previousAddress: 'a',
  address: 'b',
  claimEpoch: 1,
  enabled: true,
  changedColumns: [],
  state: '',
  reason: '',
};
const KNOWN = { address: 'gone-for-good', name: 'left', version: '', online: false, drainReason: '', seenAt: '' };
const rows = [
  aDeployment({ id: 'aa11', name: 'web', replica: 1 }),
  aDeployment({ id: 'aa22', name: 'web', address: 'one' }),
  aDeployment({ id: 'bb33', address: 'lost', enabled: true }),
];
const operations: OperationsReplica = {
  ...NO_OPERATIONS,
  state: 'current',
  nodeUnits: [{ ...KNOWN, drainedAt: undefined }],
  events: [{ ...event, deploymentId: '', kind: 'node_unit_offline', address: KNOWN.address }],
};
const NOW_MS = Date.parse('2026-01-02T00:00:00Z');
const facts: PictureFacts = {
  connection: { state: 'connected' },
  replica: { state: 'current', deployments: new Map(rows.map((row) => [row.id, row])) },
  operations,
  nodeUnits: [aNodeUnit('one')],
  nowMs: NOW_MS,
};
const picture = pictureOf(facts);

describe(pictureOf.name, () => {
  it('says where everything stands, in the order of names', () => {
    expect(picture.deployments.map(({ label, phase, nodeUnit }) => [label, phase, nodeUnit])).toEqual([
      ['web/0', 'pending', 'one'],
      ['web/1', 'unassigned', ''],
      ['bb33', 'lost', 'lost'],
    ]);
    expect(picture.nodeUnits.map(({ name }) => name)).toEqual(['one']);
  });

  it('names a node-unit in events that has left', () => {
    expect(picture.events[0]?.text).toBe('left is offline');
  });
});

describe(createPictures.name, () => {
  it('works out again only what has changed', () => {
    const pictures = createPictures();
    const first = pictures(facts);
    const measured = pictures({
      ...facts,
      nodeUnits: [aNodeUnit('one', { resourceUsage: { cpuPercent: 1, memoryMb: 2 } })],
    });
    expect(measured.nodeUnits[0]?.nodeUnit?.resourceUsage).toEqual({ cpuPercent: 1, memoryMb: 2 });
    expect(measured.deployments).toBe(first.deployments);
    expect(measured.events).toBe(first.events);
    const without = pictures({ ...facts, nodeUnits: [] });
    expect(without.deployments.map(({ phase }) => phase)).toContain('lost');
    expect(without).toEqual(pictureOf({ ...facts, nodeUnits: [] }));
  });
});

describe(nodeUnitPictures.name, () => {
  const shown = (...known: readonly Partial<typeof KNOWN>[]) =>
    nodeUnitPictures({
      listed: [aNodeUnit('one')],
      known: known.map((each) => ({ ...KNOWN, drainedAt: undefined, ...each })),
      held: new Map(),
      nowMs: NOW_MS,
    }).map(({ address, online }) => [address, online]);

  it('shows one that has left lately, and of each name the latest only', () => {
    const yesterday = { seenAt: '2026-01-01T00:00:01Z' };
    expect(shown({ ...yesterday, address: 'old' }, { seenAt: '2026-01-01T09:00:00Z', address: 'new' })).toEqual([
      ['new', false],
      ['one', true],
    ]);
    expect(shown({ ...yesterday, name: 'one' }, { name: 'older', seenAt: '2025-12-31T23:59:59Z' })).toEqual([
      ['one', true],
    ]);
  });
});

describe(findDeployments.name, () => {
  const found = (text: string) => findDeployments(picture, text).map(({ id }) => id);

  it('finds by name, number and the beginning of an ID', () => {
    expect([found('web'), found('web/1'), found('AA1'), found('bb33')]).toEqual([
      ['aa22', 'aa11'],
      ['aa11'],
      ['aa11'],
      ['bb33'],
    ]);
  });

  it.each([
    ['aa', 'AMBIGUOUS'],
    ['', 'NOT_FOUND'],
    ['nothing', 'NOT_FOUND'],
  ])('refuses %j: %s', (text, code) => {
    expect(() => found(text)).toThrow(expect.objectContaining({ code }) as Error);
  });
});

describe(eventPicture.name, () => {
  const names = new Map([['a', 'one']]);

  it.each([
    [{}, 'moved from one to b'],
    [{ address: '', reason: 'drained' }, 'left one: drained'],
    [{ previousAddress: '', address: 'a', reason: 'claimed' }, 'assigned to one: claimed'],
    [{ kind: 'spec' as const, reason: 'it hangs' }, 'restart: it hangs'],
    [{ kind: 'spec' as const, changedColumns: ['env', 'args'] }, 'changed: env, args'],
    [{ kind: 'status' as const, state: 'refused', address: 'a' }, 'refused on one'],
    [{ kind: 'of a later version' }, 'of a later version'],
  ])('puts %j in words', (change, text) => {
    expect(eventPicture({ ...event, ...change }, names)).toMatchObject({ label: 'web/1', text });
  });
});
