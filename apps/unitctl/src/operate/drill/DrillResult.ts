import type { DrillKind } from './DrillKind.js';
import type { ProbeTimes, Timeline } from './Timeline.js';

/** What a probe went through. Times in ms since the failure. */
export interface ProbeResult extends ProbeTimes {
  /** When the process on the node-unit of the drill had ended. */
  readonly oldEndedMs: number;
}

/** An event of the cluster, by the clock of the database. */
export interface DrillEvent {
  readonly occurredAt: string;
  readonly label: string;
  readonly text: string;
}

/** One failure, and how the fleet reacted. Times in ms since the failure. */
export interface Repetition {
  /** Of its node-unit and its probes. */
  readonly name: string;
  /** ISO 8601, by the clock of this machine. */
  readonly failedAt: string;
  readonly noticedMs: Timeline['noticedMs'];
  readonly probes: readonly ProbeResult[];
  /** When the failure was undone: the agent continued, the network connected; `undefined` for a killed agent. */
  readonly healedMs: number | undefined;
  readonly events: readonly DrillEvent[];
}

/** Everything that a drill has measured. */
export interface DrillEvidence {
  readonly kind: DrillKind;
  readonly policy: string;
  /** `name@version`. */
  readonly probe: string;
  /** Names of the node-units that could claim the probes. */
  readonly nodeUnits: readonly string[];
  readonly repetitions: readonly Repetition[];
}

/** For how long two copies of a probe ran, in ms. Pure. */
export function overlapMs({ runningMs = Infinity, oldEndedMs }: ProbeResult): number {
  return Math.max(0, oldEndedMs - runningMs);
}

/** For how long no copy of a probe ran, in ms. Pure. */
export function gapMs({ runningMs = Infinity, oldEndedMs }: ProbeResult): number {
  return Math.max(0, runningMs - oldEndedMs);
}

/** The least, the middle and the most of some times, in ms. */
export interface Spread {
  readonly least: number;
  readonly median: number;
  readonly most: number;
}

/** What all probes of all repetitions went through. */
export interface DrillSummary {
  readonly noticed: Spread | undefined;
  readonly claimed: Spread | undefined;
  readonly running: Spread | undefined;
  readonly gap: Spread | undefined;
  readonly overlap: Spread | undefined;
  /** From the end of the failure to the end of the old process. */
  readonly endedAfterHealing: Spread | undefined;
}

/** Pure. */
export function summarize({ repetitions }: DrillEvidence): DrillSummary {
  const probes = repetitions.flatMap((repetition) => repetition.probes);
  return {
    noticed: spreadOf(repetitions.map(({ noticedMs }) => noticedMs)),
    claimed: spreadOf(probes.map(({ claimedMs }) => claimedMs)),
    running: spreadOf(probes.map(({ runningMs }) => runningMs)),
    gap: spreadOf(probes.map(gapMs)),
    overlap: spreadOf(probes.map(overlapMs)),
    endedAfterHealing: spreadOf(
      repetitions.flatMap(({ healedMs, probes: own }) =>
        healedMs === undefined ? [] : own.map(({ oldEndedMs }) => oldEndedMs - healedMs),
      ),
    ),
  };
}

function spreadOf(values: readonly (number | undefined)[]): Spread | undefined {
  const sorted = values.filter((value) => value !== undefined && Number.isFinite(value)) as number[];
  sorted.sort((a, b) => a - b);
  const [least] = sorted;
  const most = sorted.at(-1);
  const middle = sorted.length / 2;
  const [low = 0, high = 0] = [sorted[Math.ceil(middle) - 1], sorted[Math.floor(middle)]];
  return least === undefined || most === undefined ? undefined : { least, median: (low + high) / 2, most };
}
