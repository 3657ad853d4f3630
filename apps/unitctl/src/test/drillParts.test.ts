import { createKeyPair } from '@node-unit/credentials';
import { aDeployment } from '@node-unit/deployment/testing';
import type { ClusterPicture, DeploymentPicture, NodeUnitPicture } from '@node-unit/operator';
import { describe, expect, it } from 'vitest';

import { checkFleet, drillHost } from '../operate/drill/checkFleet.js';
import { CleanUp } from '../operate/drill/CleanUp.js';
import { drillEnvironment } from '../operate/drill/drillEnvironment.js';
import { drillRecord } from '../operate/drill/drillRecord.js';
import { drillReport } from '../operate/drill/drillReport.js';
import type { DrillEvidence, ProbeResult } from '../operate/drill/DrillResult.js';
import { probeSpec, readProbe } from '../operate/drill/probeSpec.js';
import { forgetNodeUnit, removeProbes } from '../operate/drill/removeTraces.js';
import { renderDrill } from '../operate/drill/renderDrill.js';
import { reportLanguages, reportWords } from '../operate/drill/reportWords.js';
import { isRecovered, newTimeline, observe } from '../operate/drill/Timeline.js';

type Known = NonNullable<NodeUnitPicture['nodeUnit']>;

function online(name: string, overrides: Partial<NodeUnitPicture> = {}, known: Partial<Known> = {}): NodeUnitPicture {
  const unknown = { capacity: undefined, resourceUsage: undefined, settledUsage: undefined };
  const nodeUnit: Known = { address: `at-${name}`, name, tags: {}, nodeTags: {}, claiming: true, ...unknown, ...known };
  const facts = { version: '1', online: true, claiming: true, drained: undefined, policy: 'spread', deployments: 0 };
  return { address: `at-${name}`, name, nodeUnit, ...facts, ...overrides };
}

function probe(id: string, address: string, overrides: Partial<DeploymentPicture> = {}): DeploymentPicture {
  const nodeUnit = address.replace('at-', '');
  const deployment = aDeployment({ id, name: 'drill-1', address });
  return {
    id,
    label: id,
    phase: 'running',
    reason: '',
    nodeUnit,
    status: undefined,
    statuses: [],
    deployment,
    ...overrides,
  };
}

function pictureOf(nodeUnits: readonly NodeUnitPicture[], deployments: readonly DeploymentPicture[]): ClusterPicture {
  const nothing = { events: [], handOvers: [], invalid: new Map<string, string>(), names: new Map<string, string>() };
  return { connection: { state: 'connected' }, tables: { state: 'current' }, nodeUnits, deployments, ...nothing };
}

describe(checkFleet.name, () => {
  it('counts on those that may claim the probes, and takes their policy', () => {
    const drained = online('drained', { drained: { since: '', reason: '' } });
    const idle = online('idle', { claiming: false, policy: 'none' });
    const dedicated = online('dedicated', { policy: 'other' }, { onlyNames: ['web'] });
    const { claimers, policy } = checkFleet({ nodeUnits: [online('one'), drained, idle, dedicated] }, undefined);
    expect([claimers.map(({ name }) => name), policy]).toEqual([['one'], 'spread']);
    expect(() => checkFleet({ nodeUnits: [drained, idle, dedicated] }, undefined)).toThrow(/unitctl join/);
  });

  it('asks for a policy that claims', () => {
    expect(() => checkFleet({ nodeUnits: [online('one')] }, 'none')).toThrow(/would claim nothing/);
  });
});

describe(drillHost.name, () => {
  it('needs a host and an operator', () => {
    const host = { kind: 'host', hostUrl: 'ws://h', hostToken: () => 'token' } as const;
    expect(drillHost({ ...host, operatorKey: createKeyPair() })).toMatchObject({
      hostUrl: 'ws://h',
      hostToken: 'token',
    });
    expect(() => drillHost(host)).toThrow(/OPERATOR_KEY_FILE/);
    expect(() => drillHost({ kind: 'postgres', uri: 'postgres://h' })).toThrow(/HOST_URL/);
  });
});

describe(drillEnvironment.name, () => {
  const settings = { name: 'drill-1', hostUrl: 'ws://h', hostToken: 't', policy: 'p', privateKey: 'k', folder: '/f' };

  it('makes a node-unit that accepts its probes only, whatever this one is', () => {
    const env = drillEnvironment(settings, {
      PATH: '/bin',
      NODE_UNIT_TAGS: 'zone=eu',
      NODE_UNIT_PASSWORD: 'secret',
      OPERATOR_KEY: 'secret',
      POSTGRES_URI: 'secret',
      METRICS_PORT: '9000',
      TRUSTED_PACKAGE_REGEXP: '^@me/',
    });
    expect(env).toEqual({
      PATH: '/bin',
      HOST_URL: 'ws://h',
      HOST_TOKEN: 't',
      NODE_UNIT_NAME: 'drill-1',
      NODE_UNIT_PRIVATE_KEY: 'k',
      NODE_UNIT_WORKSPACE_DIR: '/f/workspace',
      NODE_UNIT_CLAIM_POLICY: 'p',
      NODE_UNIT_TAGS: 'drill=drill-1',
      NODE_UNIT_ONLY_NAMES: 'drill-1',
    });
  });

  it('binds the probes to it, and frees them', () => {
    const spec = (isBound: boolean) => probeSpec('drill-1', 2, readProbe('@me/p@^1.2'), isBound);
    expect(spec(true)).toMatchObject({ package: '@me/p', version: '^1.2', constraints: { drill: 'drill-1' } });
    expect(spec(false)).toMatchObject({ replicas: 2, constraints: {}, restart: 'on_failure' });
    for (const text of ['', 'p', '@me/p', 'p@']) expect(() => readProbe(text)).toThrow(/expected name@version/);
    expect(probeSpec('drill-1', 1, readProbe('p@1', 'serve'), true)).toMatchObject({ package: 'p', command: 'serve' });
    expect(() => readProbe(undefined, 'serve')).toThrow('--command needs --probe');
  });
});

describe(observe.name, () => {
  it('keeps the first time of each step', () => {
    const rows = [probe('a', 'at-drill'), probe('b', 'at-drill')];
    const both = [online('drill'), online('one')];
    const seen = [
      [both, rows],
      [both.slice(1), rows],
      [both.slice(1), [probe('a', ''), probe('b', 'at-one', { phase: 'installing' })]],
      [both.slice(1), [probe('a', 'at-one', { phase: 'pending' }), probe('b', 'at-one')]],
      [both, [probe('a', 'at-one'), probe('b', 'at-one', { phase: 'backing_off' })]],
    ] as const;
    const timelines = seen.map(([nodeUnits, deployments], at) => [pictureOf(nodeUnits, deployments), at * 10] as const);
    let timeline = newTimeline(rows);
    const recovered = timelines.map(([picture, atMs]) => {
      timeline = observe(timeline, picture, 'at-drill', atMs);
      return isRecovered(timeline);
    });
    expect(recovered).toEqual([false, false, false, false, true]);
    expect(timeline).toMatchObject({
      noticedMs: 10,
      probes: [
        { id: 'a', nodeUnit: 'one', claimedMs: 30, runningMs: 40 },
        { id: 'b', nodeUnit: 'one', claimedMs: 20, runningMs: 30 },
      ],
    });
  });
});

const measured = (label: string, runningMs: number, oldEndedMs: number): ProbeResult => {
  return { id: label, label, nodeUnit: 'o|ne', claimedMs: 100, runningMs, oldEndedMs, runningSinceEpochMs: 0 };
};
const repetition = { name: 'drill-1', failedAt: '2026-01-01T00:00:00.000Z', noticedMs: 90, events: [] };
const evidence: DrillEvidence = {
  kind: 'hang',
  policy: 'spread',
  probe: 'p@1',
  nodeUnits: ['o|ne'],
  repetitions: [
    { ...repetition, healedMs: 1_000, probes: [measured('a', 400, 1_200), measured('b', 700, 1_300)] },
    { ...repetition, healedMs: 900, probes: [measured('c', 800, 10)] },
  ],
};

describe('what a drill has measured', () => {
  it('is told as gaps and overlaps, for programs', () => {
    expect(drillRecord(evidence)).toMatchObject({
      summary: {
        noticed_ms: { least: 90, median: 90, most: 90 },
        running_ms: { least: 400, median: 700, most: 800 },
        gap_ms: { least: 0, median: 0, most: 790 },
        overlap_ms: { least: 0, median: 600, most: 800 },
      },
      repetitions: [{ probes: [{ overlap_ms: 800, gap_ms: 0 }, { overlap_ms: 600 }] }, { probes: [{ gap_ms: 790 }] }],
    });
  });

  it('is shown to people', () => {
    const text = renderDrill(evidence, (line) => line);
    expect(text).toMatch(/with two copies +0\.00 s {2}0\.60 s {2}0\.80 s/);
    expect(text).toMatch(/^b +o\|ne +0\.10 s +0\.70 s +1\.30 s +0\.00 s +0\.60 s$/m);
  });
});

describe(drillReport.name, () => {
  it.each(reportLanguages)('has every figure and no markup of others: %s', (language) => {
    const report = drillReport(evidence, reportWords[language], 'drill-hang.json');
    expect(report.match(/^\| b \| .*/m)?.[0]).toBe('| b | o\\|ne | 0.10 s | 0.70 s | 1.30 s | 0.00 s | 0.60 s |');
    expect(report).toContain(`| ${reportWords[language].overlap} | 0.00 s | 0.60 s | 0.80 s |`);
    expect(report).toContain(reportWords[language].healed('1.00 s'));
  });

  it('is in Chinese, if that was asked for', () => {
    const report = drillReport(evidence, reportWords.zh, 'drill-hang.json');
    expect(report).toMatch(/^# 演练：hang\n/);
    expect(report).not.toMatch(/Repetition|since the failure/);
  });
});

describe(CleanUp.name, () => {
  it('undoes in the reverse order, and goes on when something fails', async () => {
    const undone: string[] = [];
    const cleanUp = new CleanUp();
    cleanUp.add('the folder', () => Promise.resolve(void undone.push('folder')));
    cleanUp.add('the probes', () => Promise.reject(new Error('no host')));
    cleanUp.add('the rest', () => Promise.resolve(void undone.push('rest')));
    expect([await cleanUp.run(), undone]).toEqual([['the probes (no host)'], ['rest', 'folder']]);
    expect(await cleanUp.run()).toEqual([]);
  });
});

describe(removeProbes.name, () => {
  it('removes its own only, and tries again while the cluster is away', async () => {
    let rows = [probe('a', 'at-one'), { ...probe('b', 'at-one'), deployment: aDeployment({ id: 'b', name: 'web' }) }];
    const removed: unknown[] = [];
    let failures = 1;
    await removeProbes(
      {
        cluster: () => (failures-- > 0 ? Promise.reject(new Error('away')) : Promise.resolve(pictureOf([], rows))),
        operate: (operation) => {
          removed.push(operation);
          rows = rows.slice(1);
          return Promise.resolve({ differences: [] });
        },
      },
      'drill-1',
    );
    expect(removed).toEqual([{ kind: 'remove', deploymentIds: ['a'] }]);
  });
});

describe(forgetNodeUnit.name, () => {
  it('asks until it is forgotten, which is not before the storage knows that it has left', async () => {
    let asked = 0;
    await forgetNodeUnit(
      {
        cluster: () =>
          Promise.resolve({ ...pictureOf([], []), names: new Map(asked < 2 ? [['at-drill', 'drill']] : []) }),
        operate: (operation) => {
          expect(operation).toEqual({ kind: 'forget', address: 'at-drill' });
          asked += 1;
          return Promise.resolve({ differences: [] });
        },
      },
      'at-drill',
    );
    expect(asked).toBe(2);
  });
});
