import type { StoreCaseRow } from './StoreCase.js';

/** The id of the row with the number. */
export function caseId(digit: number): string {
  return `00000000-0000-4000-8000-00000000000${digit}`;
}

/** An enabled deployment that is not exclusive and has no environment, except for `overrides`. */
export function caseRow(digit: number, overrides: Partial<StoreCaseRow> = {}): StoreCaseRow {
  return { id: caseId(digit), address: '', enabled: true, type: 'deployment', exclusiveMs: 0, env: {}, ...overrides };
}
