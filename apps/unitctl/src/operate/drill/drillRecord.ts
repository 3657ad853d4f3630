import { type DrillEvidence, gapMs, overlapMs, type Repetition, type Spread, summarize } from './DrillResult.js';

/** The evidence for programs; times in ms since the failure. The names are stable. Pure. */
export function drillRecord(evidence: DrillEvidence) {
  const { kind, policy, probe, nodeUnits, repetitions } = evidence;
  const { noticed, claimed, running, gap, overlap, endedAfterHealing } = summarize(evidence);
  return {
    kind,
    policy,
    probe,
    node_units: nodeUnits,
    summary: {
      noticed_ms: spreadRecord(noticed),
      claimed_ms: spreadRecord(claimed),
      running_ms: spreadRecord(running),
      gap_ms: spreadRecord(gap),
      overlap_ms: spreadRecord(overlap),
      old_ended_after_healing_ms: spreadRecord(endedAfterHealing),
    },
    repetitions: repetitions.map(repetitionRecord),
  };
}

function repetitionRecord({ name, failedAt, noticedMs, healedMs, probes, events }: Repetition) {
  return {
    name,
    failed_at: failedAt,
    noticed_ms: rounded(noticedMs),
    healed_ms: rounded(healedMs),
    probes: probes.map((probe) => ({
      id: probe.id,
      label: probe.label,
      node_unit: probe.nodeUnit,
      claimed_ms: rounded(probe.claimedMs),
      running_ms: rounded(probe.runningMs),
      running_since: probe.runningSinceEpochMs === undefined ? null : new Date(probe.runningSinceEpochMs).toISOString(),
      old_ended_ms: rounded(probe.oldEndedMs),
      gap_ms: rounded(gapMs(probe)),
      overlap_ms: rounded(overlapMs(probe)),
    })),
    events: events.map(({ occurredAt, label, text }) => ({ occurred_at: occurredAt, label, text })),
  };
}

function spreadRecord(spread: Spread | undefined) {
  if (!spread) return null;
  return { least: rounded(spread.least), median: rounded(spread.median), most: rounded(spread.most) };
}

function rounded(ms: number | undefined): number | null {
  return ms === undefined || !Number.isFinite(ms) ? null : Math.round(ms);
}
