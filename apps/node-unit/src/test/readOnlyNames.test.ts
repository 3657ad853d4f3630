import { describe, expect, it } from 'vitest';

import { readOnlyNames } from '../readOnlyNames.js';

describe(readOnlyNames.name, () => {
  it('reads names', () => {
    expect(readOnlyNames('web')).toEqual(['web']);
    expect(readOnlyNames(' web , drill-1')).toEqual(['web', 'drill-1']);
  });

  it.each(['', 'web,', 'a b', '-a', 'a,/b'])('refuses %j', (text) => {
    expect(() => readOnlyNames(text)).toThrow('expected names of deployments, comma-separated');
  });

  it('refuses more than a tag may carry', () => {
    expect(() => readOnlyNames(Array.from({ length: 101 }, (_, at) => `d${at}`).join())).toThrow('at most 100');
  });
});
