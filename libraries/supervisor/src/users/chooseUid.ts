import type { UidRange } from './UidRange.js';

/**
 * The user for the next process: the first free one at or after the wish, which may be any natural number, wrapping
 * around at the end of the range. Undefined if all are taken.
 */
export function chooseUid({ first, last }: UidRange, wish: number, taken: ReadonlySet<number>): number | undefined {
  const size = last - first + 1;
  for (let step = 0; step < size; step += 1) {
    const uid = first + ((wish + step) % size);
    if (!taken.has(uid)) return uid;
  }
  return undefined;
}
