import * as z from 'zod';

import type { HealthCheck, HealthProbe } from './HealthCheck.js';

/** In two parts, as in the database. */
const LOCAL_HOST = /^http:\/\/(localhost|127(\.(25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)){3}|\[::1\])/.source;
const PORT = /(:(6553[0-5]|655[0-2]\d|65[0-4]\d\d|6[0-4]\d{3}|[1-5]\d{4}|\d{1,4}))?(\/|\?|$)/.source;
const LOCAL_URL = new RegExp(LOCAL_HOST + PORT, 'i');

const milliseconds = z.number().int().positive().max(86_400_000);

/** The same rules are in the database, for every write: `migrations/0006_operations.sql`. */
const check = z
  .strictObject({
    http: z
      .string()
      .regex(LOCAL_URL, 'expected an http: URL of this machine (127.0.0.1, localhost or [::1])')
      .optional(),
    tcp: z.number().int().min(1).max(65_535).optional(),
    command: z.array(z.string()).min(1).optional(),
    interval_ms: milliseconds.default(10_000),
    timeout_ms: milliseconds.default(2_000),
    failures: z.number().int().positive().max(1_000).default(3),
    start_grace_ms: z.number().int().nonnegative().max(86_400_000).default(30_000),
  })
  .refine(
    ({ http, tcp, command }) => [http, tcp, command].filter((probe) => probe !== undefined).length === 1,
    'expected exactly one of http, tcp and command',
  );

/** The column `health`; `{}` = none. */
export const healthSchema = z.union([z.strictObject({}).transform(() => undefined), check.transform(toHealthCheck)]);

function toHealthCheck(columns: z.infer<typeof check>): HealthCheck {
  return {
    probe: probeOf(columns),
    intervalMs: columns.interval_ms,
    timeoutMs: columns.timeout_ms,
    failures: columns.failures,
    startGraceMs: columns.start_grace_ms,
  };
}

function probeOf({ http, tcp, command = [] }: z.infer<typeof check>): HealthProbe {
  if (http !== undefined) return { kind: 'http', url: http };
  return tcp === undefined ? { kind: 'command', command } : { kind: 'tcp', port: tcp };
}

/** The inverse: the column of a health check. */
export function toHealthColumn(health: HealthCheck | undefined): unknown {
  if (health === undefined) return {};
  const { probe, intervalMs, timeoutMs, failures, startGraceMs } = health;
  return {
    ...(probe.kind === 'http' && { http: probe.url }),
    ...(probe.kind === 'tcp' && { tcp: probe.port }),
    ...(probe.kind === 'command' && { command: probe.command }),
    interval_ms: intervalMs,
    timeout_ms: timeoutMs,
    failures,
    start_grace_ms: startGraceMs,
  };
}
