import type { ClaimPolicy, ClusterView, NodeUnitRanking } from '@node-unit/scheduler';
import { describe, expect, it } from 'vitest';

import { assertClaimPolicy, checkClaimPolicy } from '../index.js';
import { bestOfTwo, count, good, perPackage, ranking, scoring } from './policies.js';

const codes = async (create: Parameters<typeof checkClaimPolicy>[0]): Promise<readonly string[]> =>
  (await checkClaimPolicy(create)).map(({ code }) => code);

describe(checkClaimPolicy.name, () => {
  it('finds nothing wrong with a policy that counts', async () => {
    expect(await checkClaimPolicy(good)).toEqual([]);
  });

  it.each([1, 2, 3])(
    'finds nothing wrong with one that looks at two node-units only, by the id, seed %s',
    async (seed) => {
      expect(await checkClaimPolicy(bestOfTwo, { seed })).toEqual([]);
    },
  );

  it('names a policy that always prefers the first of the list', async () => {
    const found = await codes(scoring((_nodeUnit, index) => index));
    expect(found).toEqual(['ORDER_DEPENDENT', 'STAMPEDE']);
  });

  it('names chance without a seed', async () => {
    const found = await codes(scoring(() => Math.random()));
    expect(found).toContain('NOT_REPEATABLE');
    expect(found).toContain('DISAGREEMENT');
    expect(found).not.toContain('MISSING_DATA_BEST');
  });

  it('names a policy for which missing data is best', async () => {
    const found = await codes(scoring(({ resourceUsage }) => resourceUsage?.memoryMb ?? 0));
    expect(found).toContain('MISSING_DATA_BEST');
    expect(found).toContain('STAMPEDE');
  });

  it('names instances that do not agree', async () => {
    let created = 0;
    const offset = () => {
      const own = (created += 1);
      return scoring((nodeUnit, _index, view) => count(nodeUnit, view) + own)();
    };
    expect(await codes(offset)).toContain('NOT_DETERMINISTIC');
  });

  it.each([
    ['sorts in place what it was given', 'CHANGES_VIEW', ranking((nodeUnits) => (nodeUnits as never[]).sort())],
    [
      'writes into the map of the view',
      'CHANGES_VIEW',
      ranking((_nodeUnits, view) => [(view.deploymentsByAddress as Map<string, never[]>).set('a', []) as never]),
    ],
    [
      'throws',
      'THROWS',
      scoring(() => {
        throw new Error('no idea');
      }),
    ],
    [
      'leaves one out',
      'WRONG_ENTRIES',
      ranking((nodeUnits, view) => good().rank({} as never, nodeUnits.slice(1), view)),
    ],
    [
      'ranks who was not asked about',
      'WRONG_ENTRIES',
      ranking((_nodeUnits, view) => good().rank({} as never, view.nodeUnits, view)),
    ],
    [
      'gives no reason',
      'WRONG_ENTRIES',
      ranking((nodeUnits) => nodeUnits.map(({ address }) => ({ kind: 'unscored', address, reason: '' }))),
    ],
    ['divides by zero', 'NOT_FINITE', scoring((nodeUnit, _index, view) => 1 / count(nodeUnit, view))],
    [
      'starves everybody',
      'STARVATION',
      ranking((nodeUnits) => nodeUnits.map(({ address }) => ({ kind: 'unscored', address, reason: 'never' }))),
    ],
  ] as const)('names a policy that %s: %s', async (_what, code, create) => {
    expect(await codes(create)).toContain(code);
  });

  it('finds nothing wrong with one that prepares what depends on the view', async () => {
    const create = (): ClaimPolicy => ({
      ...good(),
      prepare: (view) => {
        const counts = new Map(view.nodeUnits.map((nodeUnit) => [nodeUnit.address, count(nodeUnit, view)]));
        return (_deployment, nodeUnits) =>
          nodeUnits.map(({ address }) => ({ kind: 'scored', address, score: counts.get(address) ?? 0, metrics: {} }));
      },
    });
    expect(await checkClaimPolicy(create)).toEqual([]);
  });

  it('names one that answers something else when it was prepared', async () => {
    const create = (): ClaimPolicy => ({
      ...good(),
      prepare: (view) => {
        let first: readonly NodeUnitRanking[] | undefined;
        return (deployment, nodeUnits) => (first ??= perPackage().rank(deployment, nodeUnits, view));
      },
    });
    expect(await codes(create)).toContain('PREPARED_DIFFERS');
  });

  it('finds nothing wrong with one that names the best alone, and names one that names others', async () => {
    const create = (most: number) => (): ClaimPolicy => ({
      ...good(),
      prepareBest: (view) => (_deployment, nodeUnits) => {
        const lowest = Math.min(...nodeUnits.map((nodeUnit) => count(nodeUnit, view)));
        const best = nodeUnits.filter((nodeUnit) => count(nodeUnit, view) === lowest).slice(0, most);
        return good().rank({} as never, best, view);
      },
    });
    expect(await checkClaimPolicy(create(1_000))).toEqual([]);
    expect(await codes(create(1))).toContain('PREPARED_DIFFERS');
  });

  it('names one that remembers its first answer about a view, whatever it was about', async () => {
    const create = (): ClaimPolicy => {
      const known = new WeakMap<ClusterView, readonly NodeUnitRanking[]>();
      return {
        ...good(),
        rank: (deployment, nodeUnits, view) => {
          const answer = known.get(view) ?? perPackage().rank(deployment, nodeUnits, view);
          known.set(view, answer);
          return answer;
        },
      };
    };
    expect(await codes(create)).toContain('HIDDEN_DEPENDENCE');
  });

  it('names one that looks at what only the holder of a deployment sees', async () => {
    const create = (): ClaimPolicy => ({
      ...good(),
      rank: ({ env }, nodeUnits, view) =>
        nodeUnits.map((nodeUnit) => {
          const score = Object.keys(env).length + count(nodeUnit, view);
          return { kind: 'scored', address: nodeUnit.address, score, metrics: {} };
        }),
    });
    expect(await codes(create)).toEqual(['PRIVATE_FIELDS']);
  });

  it('names what createClaimPolicy throws', async () => {
    const create = () => {
      throw new Error('MINE="x" is not allowed');
    };
    expect(await checkClaimPolicy(create)).toMatchObject([
      { code: 'NOT_CREATED', sentence: 'The policy cannot be created: MINE="x" is not allowed' },
    ]);
  });

  it('hands on the environment, and leaves out what is an exception', async () => {
    const create = ({ env }: { env: Readonly<Record<string, string | undefined>> }) =>
      scoring((nodeUnit, index, view) => (env['FIRST'] ? index : count(nodeUnit, view)))();
    expect(await checkClaimPolicy(create)).toEqual([]);
    const found = await checkClaimPolicy(create, { env: { FIRST: 'yes' }, except: ['STAMPEDE'] });
    expect(found.map(({ code }) => code)).toEqual(['ORDER_DEPENDENT']);
  });
});

describe(assertClaimPolicy.name, () => {
  it('throws with every finding in words', async () => {
    const error: unknown = await assertClaimPolicy(scoring((_nodeUnit, index) => index)).catch((each: unknown) => each);
    expect(error).toMatchObject({
      code: 'CLAIM_POLICY_FAULTY',
      findings: [{ code: 'ORDER_DEPENDENT' }, { code: 'STAMPEDE' }],
    });
    expect((error as Error).message).toMatch(
      /^The claim policy does not keep its contract:\n- ORDER_DEPENDENT: .*\n- STAMPEDE: /,
    );
  });

  it('is content with a policy that keeps its contract', async () => {
    await expect(assertClaimPolicy(good)).resolves.toBeUndefined();
  });
});
