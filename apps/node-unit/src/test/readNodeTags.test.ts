import { describe, expect, it } from 'vitest';

import { readNodeTags } from '../readNodeTags.js';

describe(readNodeTags.name, () => {
  it.each([
    ['', {}],
    ['zone=eu', { zone: 'eu' }],
    [' zone = eu , gpu=yes, ', { zone: 'eu', gpu: 'yes' }],
    ['kubernetes.io/arch=arm64,rack=a=b,spare=', { 'kubernetes.io/arch': 'arm64', rack: 'a=b', spare: '' }],
  ])('reads %j', (text, tags) => {
    expect(readNodeTags(text)).toEqual(tags);
  });

  it.each(['zone', '=eu', 'zone:eu', 'a b=c', 'zone=eu,zone=us'])('refuses %j', (text) => {
    expect(() => readNodeTags(text)).toThrow('expected name=value,name=value');
  });
});
