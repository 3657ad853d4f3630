import type { ParsedPortalConfigRow } from '@node-unit/portal-config';
import { describe, expect, it } from 'vitest';

import { planBridges } from '../bridge/planBridges.js';

const row = (id: string, changes: object = {}): ParsedPortalConfigRow => ({
  kind: 'config',
  config: { id, externalHostUrl: 'ws://x', isImport: true, filterSchema: {}, enabled: true, ...changes },
});
const service = { service_id: 's', method: 'Quote/Read', schema: { type: 'object' } };

describe(planBridges.name, () => {
  it('gives a key that changes with whatever makes the bridge another one', () => {
    const keysOf = (changes?: object) => [...planBridges([row('a', changes)]).bridges.keys()];
    expect(keysOf()).toEqual(keysOf());
    const others = [{ externalHostUrl: 'ws://y' }, { isImport: false }, { filterSchema: { type: 'object' } }];
    const keys = [undefined, ...others].flatMap((changes) => keysOf(changes));
    expect(new Set(keys).size).toBe(4);
    expect(keysOf({ enabled: false })).toEqual([]);
  });

  it('judges the whole of a service', () => {
    const accepts = (filterSchema: unknown) =>
      [...planBridges([row('a', { filterSchema })]).bridges.values()].map((plan) => plan.filter(service));
    expect(accepts({ required: ['service_id', 'method', 'schema'] })).toEqual([true]);
    expect(accepts({ properties: { schema: { properties: { type: { const: 'array' } } } } })).toEqual([false]);
    expect(accepts(true)).toEqual([true]);
    expect(accepts(false)).toEqual([false]);
  });

  it.each([
    ['that does not compile', { type: 'nonsense' }],
    ['that refers to nothing', { $ref: '#/nowhere' }],
    ['that is asynchronous', { $async: true }],
  ])('finds fault with a schema %s, and with nothing else', (_case, filterSchema) => {
    const { bridges, faults } = planBridges([row('bad', { filterSchema }), row('good')]);
    expect([...bridges.values()].map(({ id }) => id)).toEqual(['good']);
    expect(faults.map(({ id }) => id)).toEqual(['bad']);
  });
});
