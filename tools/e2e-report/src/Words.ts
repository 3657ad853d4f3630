import type { Evidence } from './Evidence.js';

export type Language = 'zh' | 'en';
export type ScenarioName = string;
type Fields = Readonly<Record<string, unknown>>;

/** Everything that a report says in words, in one language. */
export interface Words {
  readonly language: Language;
  readonly scenarios: Readonly<Record<ScenarioName, { readonly title: string; readonly goal: string }>>;
  /** A sentence for every id of an assertion. */
  readonly assertions: Readonly<Record<string, string>>;
  /** A sentence for every id of a fact. */
  readonly facts: Readonly<Record<string, (fields: Fields) => string>>;
  readonly distributions: Readonly<Record<string, string>>;
  readonly reasons: Readonly<Record<string, string>>;
  readonly headings: Readonly<
    Record<
      | 'goal'
      | 'environment'
      | 'input'
      | 'distribution'
      | 'timeline'
      | 'rounds'
      | 'log'
      | 'charts'
      | 'conclusions'
      | 'reproduce',
      string
    >
  >;
  readonly columns: Readonly<
    Record<
      | 'part'
      | 'value'
      | 'program'
      | 'process'
      | 'time'
      | 'moment'
      | 'unassigned'
      | 'total'
      | 'event'
      | 'round'
      | 'ownRound'
      | 'claimant'
      | 'deployment'
      | 'result'
      | 'assertion'
      | 'expected'
      | 'seen'
      | 'passed'
      | 'cpuMemory'
      | 'reason'
      | 'count',
      string
    >
  >;
  readonly charts: Readonly<
    Record<'distribution' | 'cpu' | 'memory' | 'claims' | 'seconds' | 'deployments' | 'megabytes' | 'percent', string>
  >;
  readonly parts: Readonly<
    Record<keyof Evidence['versions'] | keyof Evidence['machine'] | keyof Evidence['settings'], string>
  >;
  readonly claimed: string;
  readonly conflict: string;
  readonly none: string;
  readonly yes: string;
  readonly no: string;
  generated(path: string): string;
  verdict(passed: number, total: number): string;
  failure(reason: string): string;
  notRun(reason: string): string;
  isolation(): string;
  startedAt(time: string, seconds: string): string;
  noRounds(): string;
  skipped(): string;
  excerpt(nodeUnit: string): string;
  reproduce(scenario: string): string;
}
