/** The first place, not before `from`, that the condition does not hold at; it holds for a beginning of the list. */
export function firstPlaceAfter<T>(list: readonly T[], holds: (item: T) => boolean, from = 0): number {
  let [low, high] = [from, list.length];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const item = list[middle];
    if (item !== undefined && holds(item)) low = middle + 1;
    else high = middle;
  }
  return low;
}
