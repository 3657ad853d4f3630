import type { HealthCheck } from '@node-unit/deployment';

/** What a series of probes has shown so far. */
export interface HealthRecord {
  /** Undefined until a probe counts. */
  readonly isHealthy: boolean | undefined;
  /** In a row. */
  readonly failures: number;
  /** Why the process has to be started again. */
  readonly verdict: string | undefined;
}

export const UNCHECKED: HealthRecord = { isHealthy: undefined, failures: 0, verdict: undefined };

/** One probe: its fault if it failed, and how long the process has run. */
export interface ProbeResult {
  readonly fault: string | undefined;
  readonly ranMs: number;
}

/**
 * Counts a probe. Failures within the start grace count only if the process has been healthy before; so many in a row
 * are a verdict. Pure.
 */
export function judgeHealth(record: HealthRecord, { fault, ranMs }: ProbeResult, check: HealthCheck): HealthRecord {
  if (fault === undefined) return { isHealthy: true, failures: 0, verdict: undefined };
  if (record.isHealthy === undefined && ranMs < check.startGraceMs) return record;
  const failures = record.failures + 1;
  if (failures < check.failures) return { ...record, failures };
  return { isHealthy: false, failures, verdict: `the health check failed ${failures} times in a row: ${fault}` };
}
