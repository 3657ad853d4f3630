import { InvalidArgumentError } from 'commander';
import { describe, expect, it } from 'vitest';

import { amount, wholeNumber } from '../index.js';

describe(wholeNumber.name, () => {
  const read = wholeNumber(2, 20);

  it.each(['2', '20', '007'])('takes %s', (text) => {
    expect(read(text)).toBe(Number(text));
  });

  it.each(['1', '21', '2.5', '-3', '1e1', '', ' 3', 'many'])('refuses "%s"', (text) => {
    expect(() => read(text)).toThrow(new InvalidArgumentError('Expected a whole number from 2 to 20.'));
  });
});

describe(amount.name, () => {
  const read = amount(0, 1);

  it.each([
    ['0', 0],
    ['.5', 0.5],
    ['1e-1', 0.1],
  ])('takes %s', (text, expected) => {
    expect(read(text)).toBe(expected);
  });

  it.each(['', '  ', '-0.1', '1.1', 'half', 'NaN'])('refuses "%s"', (text) => {
    expect(() => read(text)).toThrow(new InvalidArgumentError('Expected a number from 0 to 1.'));
  });
});
