import { InvalidArgumentError } from 'commander';

/** Seeds, both included. */
export interface SeedRange {
  readonly from: number;
  readonly to: number;
}

/** Parses `1..2000`. */
export function seedRange(text: string): SeedRange {
  const [, from, to] = /^(\d{1,9})\.\.(\d{1,9})$/.exec(text) ?? [];
  if (from !== undefined && to !== undefined && Number(from) <= Number(to)) {
    return { from: Number(from), to: Number(to) };
  }
  throw new InvalidArgumentError('Expected two whole numbers in ascending order, such as 1..2000.');
}

/** What of the options of `simulate` a simulation with faults needs. */
export interface FaultsOptions {
  readonly policy: string;
  readonly seed: number;
  readonly seeds?: SeedRange;
  readonly json: boolean;
}

/** What of the options of `simulate` a simulation of a loss needs. */
export interface LossOptions {
  readonly policy: string;
  readonly nodes: number;
  readonly deployments: number;
  readonly lose: number;
  readonly seed: number;
  readonly json: boolean;
}
