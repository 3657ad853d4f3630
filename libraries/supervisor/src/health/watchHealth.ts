import type { HealthCheck } from '@node-unit/deployment';
import { setTimeout as delay } from 'node:timers/promises';

import { type HealthRecord, judgeHealth, UNCHECKED } from './judgeHealth.js';
import { probe, type ProbeCommand } from './probe.js';

export interface HealthWatch {
  readonly check: HealthCheck;
  readonly runCommand: ProbeCommand;
  readonly clockMs: () => number;
  /** Ends the watch. */
  readonly signal: AbortSignal;
  /** Called when the health changes, and with a verdict when the process has to be started again; then it is over. */
  readonly onChange: (record: HealthRecord) => void;
}

/** Checks a process that has just started, again and again. Never rejects. */
export async function watchHealth({ check, runCommand, clockMs, signal, onChange }: HealthWatch): Promise<void> {
  const startedAtMs = clockMs();
  let record = UNCHECKED;
  while (record.verdict === undefined) {
    const isOver = await delay(check.intervalMs, false, { signal }).catch(() => true);
    if (isOver) return;
    const fault = await probe(check, runCommand, signal);
    if (signal.aborted) return;
    const next = judgeHealth(record, { fault, ranMs: clockMs() - startedAtMs }, check);
    if (next.isHealthy !== record.isHealthy) onChange(next);
    record = next;
  }
}
