/** A share, such as `12.5 %`; a dash if it is not known. Pure. */
export function percent(value: number | undefined): string {
  return value === undefined ? '–' : `${value.toFixed(value < 10 ? 1 : 0)} %`;
}

/** An amount of memory, such as `1.4 GB`; a dash if it is not known. Pure. */
export function megabytes(value: number | undefined): string {
  if (value === undefined) return '–';
  return value < 1_024 ? `${Math.round(value)} MB` : `${(value / 1_024).toFixed(1)} GB`;
}
