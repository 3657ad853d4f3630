import { aDeployment } from '@node-unit/deployment/testing';
import type { ClusterPicture, DeploymentPicture, NodeUnitPicture } from '@node-unit/operator';
import { simulate } from '@node-unit/simulation';
import { describe, expect, it } from 'vitest';

import { imagine } from '../operate/whatIf/imagine.js';
import { publishedPolicy } from '../operate/whatIf/publishedPolicy.js';
import type { Question } from '../operate/whatIf/Question.js';
import { readAddition, readMore } from '../operate/whatIf/readAddition.js';
import { renderWhatIf } from '../operate/whatIf/renderWhatIf.js';
import { simulationOfImagined } from '../operate/whatIf/simulationOfImagined.js';
import { whatIfRecord } from '../operate/whatIf/whatIfRecord.js';
import { type WhatIfReport, whatIfReport } from '../operate/whatIf/WhatIfReport.js';
import { policyCreator } from '../policies/policyCreator.js';

type Known = NonNullable<NodeUnitPicture['nodeUnit']>;

function online(name: string, known: Partial<Known> = {}): NodeUnitPicture {
  const base = { cpuPercent: 1, memoryMb: 80 };
  const nodeUnit: Known = {
    address: `at-${name}`,
    name,
    tags: {},
    nodeTags: {},
    claiming: true,
    capacity: { cpuCores: 2, memoryTotalMb: 4_000 },
    resourceUsage: base,
    settledUsage: { base, packages: { web: { instances: 2, cpuPercent: 20, memoryMb: 400 } } },
    ...known,
  };
  const { address, claiming } = nodeUnit;
  const facts = { version: '1', online: true, drained: undefined, policy: 'least_deployments', deployments: 0 };
  return { address, name, claiming, nodeUnit, ...facts };
}

function held(
  label: string,
  name: string,
  overrides: Partial<DeploymentPicture['deployment']> = {},
): DeploymentPicture {
  const address = name === '' ? '' : `at-${name}`;
  const deployment = aDeployment({ id: label, name: label, packageName: 'web', address, ...overrides });
  const phase = name === '' ? 'unassigned' : 'running';
  return { id: label, label, phase, reason: '', nodeUnit: name, status: undefined, statuses: [], deployment };
}

function pictureOf(nodeUnits: readonly NodeUnitPicture[], deployments: readonly DeploymentPicture[]): ClusterPicture {
  const nothing = { events: [], handOvers: [], invalid: new Map<string, string>(), names: new Map<string, string>() };
  return { connection: { state: 'connected' }, tables: { state: 'current' }, nodeUnits, deployments, ...nothing };
}

const THREE = [online('one'), online('two'), online('three')];
const SIX = ['one', 'one', 'two', 'two', 'three', 'three'].map((name, index) => held(`web-${index}`, name));

async function answer(
  nodeUnits: readonly NodeUnitPicture[],
  deployments: readonly DeploymentPicture[],
  question: Partial<Question>,
): Promise<WhatIfReport> {
  const imagined = imagine(pictureOf(nodeUnits, deployments), { lose: [], add: [], deployments: 0, ...question });
  const create = await policyCreator('least_deployments', {}, '.');
  return whatIfReport(imagined, await simulate(create, simulationOfImagined(imagined)));
}

const moves = ({ placements }: WhatIfReport) => placements.map(({ label, from, to }) => [label, from, to]);
const countsOf = ({ nodeUnits }: WhatIfReport) =>
  nodeUnits.map(({ name, before, after }) => [name, before?.deployments, after?.deployments]);

describe('what-if', () => {
  it('moves exactly what a lost node-unit holds, and leaves the rest where it is', async () => {
    const report = await answer(THREE, SIX, { lose: ['one'] });
    expect(moves(report).map(([label, from]) => [label, from])).toEqual([
      ['web-0', 'one'],
      ['web-1', 'one'],
    ]);
    expect(countsOf(report)).toEqual([
      ['one', 2, undefined],
      ['two', 2, 3],
      ['three', 2, 3],
    ]);
    expect(report.placedMs).toBeGreaterThan(0);
    expect(report.placedMs).toBeLessThan(1_000);
    expect(report).toMatchObject({ lost: ['one'], added: [], balance: { before: { deployments: 0 } } });
  });

  it('knows loads by what was measured', async () => {
    const { nodeUnits } = await answer(THREE, SIX, { lose: ['one'] });
    // Itself 1 % of the CPU and 80 MB, each instance 10 % and 200 MB, of 4,000 MB.
    expect(nodeUnits[1]?.before).toEqual({
      deployments: 2,
      cpuShare: expect.closeTo(0.21) as number,
      memoryShare: 0.12,
    });
    expect(nodeUnits[1]?.after).toEqual({
      deployments: 3,
      cpuShare: expect.closeTo(0.31) as number,
      memoryShare: 0.17,
    });
  });

  it('says what could be placed nowhere, and why', async () => {
    const gpu = { constraints: { gpu: 'yes' } };
    const nodeUnits = [online('one', { nodeTags: { gpu: 'yes' } }), online('two')];
    const report = await answer(nodeUnits, [held('bound', 'one', gpu), held('free', 'one')], { lose: ['at-one'] });
    expect(moves(report)).toEqual([
      ['bound', 'one', undefined],
      ['free', 'one', 'two'],
    ]);
    expect(report.placements[0]?.reason).toMatch(/^nobody can run it: .* has gpu=yes$/);
    expect(whatIfRecord(report)).toMatchObject({
      nowhere: 1,
      placements: [{ to: null, after_ms: null }, { to: 'two' }],
    });
    expect(renderWhatIf(report, (text) => text)).toMatch(/bound +one +nowhere +– +nobody can run it/);
  });

  it('says that nobody is left who claims', async () => {
    const [one] = THREE;
    if (!one) throw new Error('there are three');
    const alone = await answer([one], [held('web', 'one')], { lose: ['one'] });
    const idle = await answer([one, online('two', { claiming: false })], [held('web', 'one')], { lose: ['one'] });
    for (const { placements } of [alone, idle])
      expect(placements).toMatchObject([{ to: undefined, reason: 'no node-unit that claims would be online' }]);
  });

  it('does not count on a node-unit that is dedicated to some deployments, and says so', async () => {
    const nodeUnits = [online('one'), online('two'), online('dedicated', { onlyNames: ['drill-1'] })];
    const report = await answer(nodeUnits, [held('a', 'one'), held('b', 'one')], { lose: ['one'] });
    expect(report.placements.map(({ to }) => to)).toEqual(['two', 'two']);
    expect(report.notes).toEqual(['Dedicated to some deployments, and taken to claim nothing: dedicated.']);
  });

  it('waits for an exclusive deployment until its absence is proven', async () => {
    const report = await answer(THREE, [held('single', 'one', { exclusiveMs: 20_000 })], { lose: ['one'] });
    expect(report.placements[0]?.afterMs).toBeGreaterThan(20_000);
  });

  it('places what waits and what is new, also on node-units that are added', async () => {
    const report = await answer(THREE.slice(0, 1), [...SIX.slice(0, 2), held('lost', 'gone'), held('waits', '')], {
      add: [undefined, { cpuCores: 4, memoryTotalMb: 8_192 }],
      deployments: 2,
    });
    expect(moves(report).map(([label, from]) => [label, from])).toEqual([
      ['lost', 'gone'],
      ['waits', ''],
      ['new/0', ''],
      ['new/1', ''],
    ]);
    expect(countsOf(report)).toEqual([
      ['one', 2, 2],
      ['added-1', undefined, 2],
      ['added-2', undefined, 2],
    ]);
  });

  it('leaves out what is disabled and daemons, and says what it assumes', async () => {
    const rows = [
      held('off', '', { enabled: false }),
      held('daemon', '', { type: 'daemon' }),
      held('strange', 'one', { packageName: 'strange', command: 'sh' }),
    ];
    const report = await answer([online('one'), online('two', { capacity: undefined })], rows, { lose: ['one'] });
    expect(moves(report)).toEqual([['strange', 'one', 'two']]);
    expect(report.nodeUnits[1]?.after).toEqual({ deployments: 1, cpuShare: undefined, memoryShare: undefined });
    expect(report.notes).toEqual([
      'Not measured yet, and taken to use what others use on average: strange.',
      'Load not known, because it is not published: two.',
      'Taken to be allowed everywhere: the commands of strange.',
    ]);
  });

  it('shows hostile names harmlessly', async () => {
    const hostile = 'a\u001b[2J';
    const report = await answer([online(hostile), online('two')], [held(hostile, hostile)], { lose: [hostile] });
    expect(renderWhatIf(report, (text) => text)).not.toContain('\u001b');
  });

  it('refuses a node-unit that is not there', async () => {
    const gone = { ...online('gone'), online: false, nodeUnit: undefined };
    await expect(answer(THREE, SIX, { lose: ['four'] })).rejects.toThrow(
      /no node-unit is called "four": there are one/,
    );
    await expect(answer([...THREE, gone], SIX, { lose: ['gone'] })).rejects.toThrow(/gone is not online/);
    await expect(answer([], [], { add: [undefined] })).rejects.toThrow(/--add cpu=4,memory=8192/);
  });
});

describe(publishedPolicy.name, () => {
  it('is that of all who claim', () => {
    const idle = { ...online('idle'), claiming: false, policy: 'none' };
    expect(publishedPolicy([...THREE, idle])).toBe('least_deployments');
  });

  it('says who has another one, and that nobody claims', () => {
    const other = { ...online('other'), policy: 'spread' };
    expect(() => publishedPolicy([...THREE, other])).toThrow(/other has spread.*--policy/);
    expect(() => publishedPolicy([])).toThrow(/--policy/);
  });
});

describe(readAddition.name, () => {
  it('reads a number and a capacity', () => {
    expect(readAddition('cpu=4,memory=8192', readAddition('2', []))).toEqual([
      undefined,
      undefined,
      { cpuCores: 4, memoryTotalMb: 8_192 },
    ]);
    expect([readMore('+3'), readMore('3')]).toEqual([3, 3]);
  });

  it.each(['', 'x', '-1', '0', '1001', 'cpu=4', 'cpu=0,memory=1', 'cpu=1..2,memory=5', 'memory=1,cpu=2'])(
    'refuses %j',
    (text) => {
      expect(() => readAddition(text, [])).toThrow(/Expected/);
    },
  );
});
