import { describe, expect, it } from 'vitest';

import { OutputTail } from '../install/OutputTail.js';

describe(OutputTail.name, () => {
  it('keeps the last bytes only', () => {
    const tail = new OutputTail(4);
    for (const text of ['abc', 'defghij', 'k', '\nl\n']) tail.add(Buffer.from(text));
    expect(tail.text()).toBe('k\nl\n');
    expect(tail.lastLines(1)).toBe('l');
  });
});
