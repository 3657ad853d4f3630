const UNITS: readonly (readonly [name: string, seconds: number])[] = [
  ['d', 86_400],
  ['h', 3_600],
  ['m', 60],
];

/**
 * A time that has passed, such as `3h`; empty for a time that is none. Pure.
 *
 * @param time - ISO 8601
 *
 * @public
 */
export function ageOf(time: string | undefined, nowMs: number): string {
  const seconds = Math.max(0, Math.floor((nowMs - Date.parse(time ?? '')) / 1_000));
  if (!Number.isFinite(seconds)) return '';
  const [name, size] = UNITS.find(([, least]) => seconds >= least) ?? ['s', 1];
  return `${Math.floor(seconds / size)}${name}`;
}
