import { describe, expect, it } from 'vitest';

import { nodeTagsText } from '../nodeTagsText.js';

describe(nodeTagsText.name, () => {
  it.each([
    [undefined, {}],
    ['zone=eu', { zone: 'eu' }],
    [' zone = eu , gpu=yes, ', { zone: 'eu', gpu: 'yes' }],
    ['kubernetes.io/arch=arm64,rack=a=b,spare=', { 'kubernetes.io/arch': 'arm64', rack: 'a=b', spare: '' }],
  ])('reads %j', (text, tags) => {
    expect(nodeTagsText().parse(text)).toEqual(tags);
  });

  it.each(['zone', '=eu', 'zone:eu', 'a b=c', 'zone=eu,zone=us'])('refuses %j', (text) => {
    expect(nodeTagsText().safeParse(text).error?.issues[0]?.message).toContain('expected name=value,name=value');
  });
});
