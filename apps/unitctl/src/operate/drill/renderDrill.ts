import { cellOf } from '@node-unit/operator';

import { type Column, tableOf } from '../table.js';
import { type DrillEvidence, gapMs, overlapMs, type ProbeResult, type Spread, summarize } from './DrillResult.js';

/** What was measured, for people. Pure. */
export function renderDrill(evidence: DrillEvidence, headingOf: (text: string) => string): string {
  const { kind, policy, repetitions } = evidence;
  const probes = repetitions.flatMap((repetition) => repetition.probes);
  const { noticed, claimed, running, gap, overlap, endedAfterHealing } = summarize(evidence);
  const lines: readonly (readonly [what: string, spread: Spread | undefined])[] = [
    ['noticed by the host', noticed],
    ['claimed elsewhere', claimed],
    ['running elsewhere', running],
    ['without a copy', gap],
    ['with two copies', overlap],
    ['old copy ended after healing', endedAfterHealing],
  ];
  return [
    cellOf(`Drill ${kind} under ${policy}: times since the failure; least, median, most.`),
    ...lines.flatMap(([what, spread]) => (spread ? [`  ${what.padEnd(29)} ${spreadText(spread)}`] : [])),
    '',
    tableOf(PROBES, probes, headingOf),
    '',
    'Nothing else was touched; the probes and their node-unit are removed.',
  ].join('\n');
}

const PROBES: readonly Column<ProbeResult>[] = [
  { head: 'PROBE', of: ({ label }) => cellOf(label) },
  { head: 'TO', of: ({ nodeUnit }) => cellOf(nodeUnit) },
  { head: 'CLAIMED', of: ({ claimedMs }) => secondsText(claimedMs) },
  { head: 'RUNS', of: ({ runningMs }) => secondsText(runningMs) },
  { head: 'OLD ENDED', of: ({ oldEndedMs }) => secondsText(oldEndedMs) },
  { head: 'NONE RAN', of: (probe) => secondsText(gapMs(probe)) },
  { head: 'BOTH RAN', of: (probe) => secondsText(overlapMs(probe)) },
];

function spreadText({ least, median, most }: Spread): string {
  return [least, median, most].map(secondsText).join('  ');
}

/** A time in seconds. */
export function secondsText(ms: number | undefined): string {
  return ms === undefined ? '–' : `${(ms / 1_000).toFixed(2)} s`;
}
