import { code, seconds, table } from '../table.js';
import type { ReportContext } from './ReportContext.js';

/** Versions, machine, settings, and what every program was started with. */
export function environmentSection({ evidence, words }: ReportContext): string {
  const { versions, machine, settings, programs } = evidence;
  const rows = Object.entries({ ...versions, ...machine, ...settings }).map(([name, value]) => [
    words.parts[name as keyof typeof words.parts],
    value === null ? words.none : String(value),
  ]);
  const { part, value, program, process, time } = words.columns;
  const environments = programs.map(({ name, pid, startedMs, environment }) => [
    name,
    String(pid),
    seconds(startedMs),
    Object.entries(environment)
      .map(([key, text]) => code(`${key}=${text}`))
      .join(' '),
  ]);
  return [
    words.startedAt(evidence.startedAt, seconds(evidence.durationMs)),
    table([part, value], rows),
    words.isolation(),
    table([program, process, `${time} (s)`, value], environments),
  ].join('\n\n');
}
