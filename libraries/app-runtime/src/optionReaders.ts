import { InvalidArgumentError } from 'commander';

/**
 * Parses a command line option that is a whole number within inclusive bounds.
 *
 * @throws InvalidArgumentError of commander, which prints it as one line
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
 * Parses a command line option that is a number within inclusive bounds.
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
