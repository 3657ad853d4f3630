import { allRunning, type ClusterPicture, wantedDeployments } from '@node-unit/local-cluster';
import { beforeAll, describe, expect, it } from 'vitest';

import { type CommandRun, unitctl } from './unitctl.js';
import { useCluster } from './useCluster.js';

const NAMES = ['one', 'two', 'three'];
const SAMPLES = 6;
const cluster = useCluster();

interface Answer {
  readonly nowhere: number;
  readonly placements: readonly { readonly deployment_id: string; readonly from: string; readonly to: string | null }[];
  readonly node_units: readonly { readonly name: string; readonly after: { readonly deployments: number } | null }[];
}

/** Without the key of an operator. */
function whatIf(...words: readonly string[]): Promise<CommandRun> {
  return unitctl(cluster().local, ['what-if', ...words]);
}

async function answer(...words: readonly string[]): Promise<Answer> {
  const { output, errorText } = await whatIf(...words, '-o', 'json');
  expect(errorText).toBe('');
  return JSON.parse(output) as Answer;
}

function idsAt(picture: ClusterPicture, name: string): readonly string[] {
  const address = cluster().local.addressOf(name);
  return wantedDeployments(picture)
    .filter((row) => row.address === address)
    .map(({ id }) => id)
    .sort();
}

describe('unitctl what-if', { timeout: 120_000 }, () => {
  const context: { picture?: ClusterPicture } = {};

  beforeAll(async () => {
    await cluster().join(NAMES);
    context.picture = await cluster().runSamples(SAMPLES);
  });

  it('says in one line what is wrong with an unknown node-unit or policy', async () => {
    const [nobody, strange] = [await whatIf('--lose', 'nobody'), await whatIf('--policy', 'no-such-policy')];
    expect([nobody.exitCode, nobody.errorText]).toEqual([
      2,
      expect.stringContaining('no node-unit is called "nobody"'),
    ]);
    expect([strange.exitCode, strange.errorText]).toEqual([2, expect.stringContaining('there is no such policy')]);
    expect([nobody, strange].map(({ errorText }) => errorText.split('\n').length)).toEqual([1, 1]);
  });

  it('ends with 1 if something could be placed nowhere', async () => {
    const { exitCode, output } = await whatIf('--lose', ...NAMES);
    expect([exitCode, output]).toEqual([1, expect.stringContaining(`${SAMPLES} could be placed nowhere`)]);
  });

  it('says where everything would go if one were lost, and so it goes', async () => {
    const { picture } = context;
    if (!picture) throw new Error('everything runs before the tests');
    const epochs = await cluster().local.sql('select id, claim_epoch from deployment order by id');
    const foretold = await answer('--lose', 'one');
    expect(foretold.placements.map((each) => each.deployment_id).sort()).toEqual(idsAt(picture, 'one'));
    expect(foretold.placements.every(({ from, to }) => from === 'one' && (to === 'two' || to === 'three'))).toBe(true);
    expect(foretold.nowhere).toBe(0);
    expect(await cluster().local.sql('select id, claim_epoch from deployment order by id')).toEqual(epochs);

    cluster().signal('one', 'SIGKILL');
    const after = await cluster().until(
      'everything runs on the others',
      (now) => idsAt(now, 'one').length === 0 && wantedDeployments(now).length === SAMPLES && allRunning(now),
    );
    const counts = Object.fromEntries(['two', 'three'].map((name) => [name, idsAt(after, name).length]));
    const foretoldCounts = foretold.node_units.flatMap(({ name, after: load }) =>
      load ? [[name, load.deployments] as const] : [],
    );
    expect(Object.fromEntries(foretoldCounts)).toEqual(counts);
  });
});
