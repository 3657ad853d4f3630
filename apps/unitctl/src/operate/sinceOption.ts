import { InvalidArgumentError } from 'commander';

const UNIT_MS: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** A moment: so long ago, such as `10m`, or a date. */
export function sinceOption(text: string): Date {
  const [, count = '', unit = ''] = /^(\d{1,6})([smhd])$/.exec(text) ?? [];
  const factor = UNIT_MS[unit];
  if (factor !== undefined) return new Date(Date.now() - Number(count) * factor);
  const date = new Date(text);
  if (/^\d{4}-/.test(text) && !Number.isNaN(date.getTime())) return date;
  throw new InvalidArgumentError('Expected 30s, 10m, 2h, 1d, or a date such as 2026-01-31T12:00:00Z.');
}
