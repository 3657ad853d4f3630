import type { Language } from '@node-unit/e2e-report';

import type { Settings } from '../Settings.js';

type Fields = Readonly<Record<string, unknown>>;

/** Sentences for the ids of assertions, and for those of facts, which are made of what was noted. */
export interface Sentences<Id extends string> {
  readonly assertions: Readonly<Record<Id, string>>;
  readonly facts: Readonly<Record<string, (fields: Fields) => string>>;
}

/** All that a report says of one scenario; `Id` are the assertions that are its own. */
export type ScenarioWords<Id extends string> = Readonly<
  Record<
    Language,
    Sentences<Id> & { readonly title: (settings: Settings) => string; readonly goal: (settings: Settings) => string }
  >
>;

/** A value that was noted with a fact, as text. */
export const name = (value: unknown): string => String(value);

/** A number of node-units, as a sentence has it. */
export const nodeUnits = {
  zh: (count: number): string => (count === 2 ? '两个 node-unit' : `${count} 个 node-unit`),
  en: (count: number): string => (count === 2 ? 'Two node-units' : `${count} node-units`),
};
