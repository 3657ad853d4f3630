import type { Evidence } from './Evidence.js';

export type Language = 'zh' | 'en';

/** What a report says in words of one scenario, in one language. */
export interface ScenarioText {
  readonly title: string;
  readonly goal: string;
  /** The command that runs it again. */
  readonly command: string;
  /** A sentence for every id of an assertion. */
  readonly assertions: Readonly<Record<string, string>>;
  /** A sentence for every id of a fact. */
  readonly facts: Readonly<Record<string, (fields: Readonly<Record<string, unknown>>) => string>>;
}

/** What every report says in words, in one language. */
export interface Words {
  readonly language: Language;
  readonly distributions: Readonly<Record<string, string>>;
  readonly reasons: Readonly<Record<string, string>>;
  readonly headings: Readonly<
    Record<
      | 'goal'
      | 'environment'
      | 'input'
      | 'distribution'
      | 'states'
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
      | 'count'
      | 'nodeUnit'
      | 'state'
      | 'restarts'
      | 'lastExit'
      | 'version'
      | 'epoch',
      string
    >
  >;
  /** Of `deployment_status`. */
  readonly states: Readonly<Record<string, string>>;
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
  reproduce(command: string): string;
}
