import { InvalidArgumentError } from 'commander';

/**
 * Reads an option of the command line that is a whole number within bounds, both allowed.
 *
 * @throws InvalidArgumentError of commander, which turns it into one line for the person
 * @public
 */
export function wholeNumber(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= least && value <= most) return value;
    throw new InvalidArgumentError(`Expected a whole number from ${least} to ${most}.`);
  };
}

/**
 * Reads an option of the command line that is a number within bounds, both allowed.
 *
 * @throws InvalidArgumentError of commander, which turns it into one line for the person
 * @public
 */
export function amount(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = text.trim() === '' ? Number.NaN : Number(text);
    if (value >= least && value <= most) return value;
    throw new InvalidArgumentError(`Expected a number from ${least} to ${most}.`);
  };
}
