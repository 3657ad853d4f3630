import { describe, expect, it } from 'vitest';

import { type CheckUpFacts, diagnose } from '../checkUp/diagnose.js';
import type { Inspection } from '../checkUp/inspectNodeUnits.js';
import type { ClusterPicture, NodeUnitPicture } from '../picture/ClusterPicture.js';

const ROOMY = { free_bytes: 50e9, total_bytes: 100e9 };

function aNodeUnit(name: string, policy = 'least_deployments', version = '1.0.0'): NodeUnitPicture {
  const known = { address: name, name, version, policy, online: true, claiming: true, deployments: 0 };
  return { ...known, drained: undefined, nodeUnit: undefined };
}

function anInspection(name: string, overrides: Partial<Extract<Inspection, { kind: 'answered' }>> = {}): Inspection {
  const replica = { state: 'current', deployments: 0, latest_updated_at: '' };
  return { kind: 'answered', name, address: name, clockAheadMs: 3, workspace: ROOMY, replica, ...overrides };
}

function facts(overrides: Partial<CheckUpFacts> = {}, changed: Partial<ClusterPicture> = {}): CheckUpFacts {
  const picture: ClusterPicture = {
    connection: { state: 'connected' },
    tables: { state: 'current' },
    nodeUnits: [aNodeUnit('one'), aNodeUnit('two')],
    names: new Map(),
    deployments: [],
    events: [],
    handOvers: [],
    invalid: new Map(),
    ...changed,
  };
  return { picture, inspections: [anInspection('one'), anInspection('two')], doubles: [], storages: 1, ...overrides };
}

function faultsOf(given: CheckUpFacts): readonly string[] {
  return diagnose(given).flatMap(({ kind, check, text }) => (kind === 'ok' ? [] : [`${kind} ${check}: ${text}`]));
}

const FULL = { free_bytes: 1_048_576, total_bytes: 1e11 };
const BEHIND = { state: 'stale', deployments: 7, latest_updated_at: '' };
const UNREADABLE = new Map([['id-1', 'args must be a list']]);

describe(diagnose.name, () => {
  it('finds nothing in a cluster that is in order', () => {
    expect(faultsOf(facts())).toEqual([]);
  });

  it.each([
    ['no storage', facts({ storages: 0 }), /fault storage: no storage is on this host: start/],
    [
      'a database that is down',
      facts({}, { tables: { state: 'stale', reason: 'nothing listens on db:5432' } }),
      /fault database: .*nothing listens on db:5432/,
    ],
    [
      'two policies',
      facts({}, { nodeUnits: [aNodeUnit('one'), aNodeUnit('two', 'spread')] }),
      /fault policies: one: least_deployments; two: spread/,
    ],
    [
      'two versions',
      facts({}, { nodeUnits: [aNodeUnit('one'), aNodeUnit('two', 'least_deployments', '2.0.0')] }),
      /warning versions: one: 1.0.0; two: 2.0.0/,
    ],
    [
      'two agents with one identity',
      facts({ doubles: [{ terminalId: 'one', count: 3, secondsAgo: 4 }] }),
      /fault identities: .*identity of one \(3 times, last 4 s ago\)/,
    ],
    [
      'a full disk',
      facts({ inspections: [anInspection('one', { workspace: FULL })] }),
      /fault disk: the disk of the workspace of one is nearly full: 1 MB/,
    ],
    [
      'a clock that is wrong',
      facts({ inspections: [anInspection('one', { clockAheadMs: -61_000 })] }),
      /warning clocks: the clock of one is 61 s behind/,
    ],
    [
      'one that hangs',
      facts({ inspections: [{ kind: 'silent', name: 'one', address: 'one', reason: 'no answer' }] }),
      /fault node-units: one does not answer/,
    ],
    [
      'one that knows an old table',
      facts({ inspections: [anInspection('one', { replica: BEHIND })] }),
      /warning replicas: one knows 7 of 0/,
    ],
    [
      'a row that cannot be read',
      facts({}, { invalid: UNREADABLE }),
      /fault table: the row id-1 .*args must be a list/,
    ],
  ])('names %s', (_case, given, expected) => {
    expect(faultsOf(given)).toEqual([expect.stringMatching(expected)]);
  });
});
