import { describe, expect, it } from 'vitest';

import { parseDeploymentSpecs, planApply, planScale } from '../index.js';
import { aDeployment } from '../testing.js';

const web = (replica: number, overrides = {}) =>
  aDeployment({ id: `id-${replica}`, name: 'web', replica, ...overrides });

describe(parseDeploymentSpecs.name, () => {
  const spec = { name: 'web', package: 'demo' };

  it.each([[spec], [[spec]], [{ deployments: [spec] }], [{ deployments: spec }]])('takes %j', (content) => {
    expect(parseDeploymentSpecs(content)).toEqual({ kind: 'specs', specs: [spec] });
  });

  it('takes numbers and booleans where texts are meant', () => {
    const content = { ...spec, version: 2, args: [1, true], env: { PORT: 80 } };
    const specs = [{ ...spec, version: '2', args: ['1', 'true'], env: { PORT: '80' } }];
    expect(parseDeploymentSpecs(content)).toEqual({ kind: 'specs', specs });
  });

  it.each([
    [undefined, /there are no deployments/],
    [[], /there are no deployments/],
    [{ deployments: null }, /there are no deployments/],
    ['web', /number 1/],
    [[spec, spec], /web: it is there more than once/],
    [{ ...spec, name: '../x' }, /expected 1 to 100 letters/],
    [{ ...spec, replica: 2 }, /replica/],
    [{ ...spec, replicas: 1.5 }, /replicas/],
    [{ ...spec, health: { every: 1 } }, /health/],
    [{ ...spec, env: { A: { b: 1 } } }, /env/],
  ])('refuses %j', (content, fault) => {
    const parsed = parseDeploymentSpecs(content);
    expect(parsed.kind === 'invalid' && parsed.faults.join('\n')).toMatch(fault);
  });

  it('collects all faults', () => {
    expect(parseDeploymentSpecs([{}, { name: 'b' }, 3])).toMatchObject({ faults: { length: 3 } });
  });
});

describe(planApply.name, () => {
  it('fills gaps in the numbers, and removes the highest', () => {
    const spec = { name: 'web', package: 'demo' };
    const numbers = (plan: ReturnType<typeof planApply>) => plan.inserts.map(({ replica }) => replica);
    expect(numbers(planApply([web(3), web(1)], { ...spec, replicas: 4 }))).toEqual([0, 2]);
    expect(planApply([web(3), web(1)], { ...spec, replicas: 1 })).toMatchObject({ inserts: [], removes: ['id-3'] });
    expect(planApply([web(3), web(1)], { ...spec, replicas: 0 }).removes).toEqual(['id-1', 'id-3']);
    expect(planApply([], spec).inserts).toHaveLength(1);
  });

  it('leaves what is the same in another order, and what is not named', () => {
    const row = web(0, { constraints: { a: '1', b: '2' }, env: { X: '1' } });
    const spec = { name: 'web', package: 'demo', constraints: { b: '2', a: '1' } };
    expect(planApply([row], spec)).toMatchObject({ updates: [], differences: [{ action: 'none', fields: [] }] });
  });

  it('tells which variables change, and no value of them', () => {
    const row = web(0, { env: { KEPT: 'secret-1', OTHER: 'secret-2', GONE: 'secret-3' } });
    const env = { KEPT: 'secret-1', OTHER: 'secret-4', NEW: 'secret-5' };
    const { differences } = planApply([row], { name: 'web', package: 'demo', env, replicas: 2 });
    expect(JSON.stringify(differences)).not.toContain('secret');
    expect(differences[0]?.fields).toEqual([
      { field: 'env.GONE', before: '(set)', after: '' },
      { field: 'env.NEW', before: '', after: '(set)' },
      { field: 'env.OTHER', before: '(set)', after: '(changed)' },
    ]);
  });
});

describe(planScale.name, () => {
  it('copies the first, and removes the highest', () => {
    const rows = [web(2), web(0)] as const;
    expect(planScale([...rows], 4).copies).toEqual([
      { ofId: 'id-0', replica: 1 },
      { ofId: 'id-0', replica: 3 },
    ]);
    expect(planScale([...rows], 1)).toMatchObject({ copies: [], removes: ['id-2'] });
    expect(planScale([...rows], 0).removes).toEqual(['id-0', 'id-2']);
  });
});
