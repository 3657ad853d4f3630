import { isUnsettled, type Membership } from './Membership.js';

/**
 * Since when node-units have been missing without interruption, by the local monotonic clock.
 *
 * @public
 */
export interface Absence {
  /** Since when the list has been complete; `undefined` while it is not reliable. */
  readonly watchedSinceMs: number | undefined;
  readonly listed: ReadonlySet<string>;
  /** Those that were listed before, the longest missing first. */
  readonly leftAtMs: ReadonlyMap<string, number>;
}

/**
 * The initial state.
 *
 * @public
 */
export const NOTHING_OBSERVED: Absence = { watchedSinceMs: undefined, listed: new Set(), leftAtMs: new Map() };

/** The number of departed node-units that are remembered one by one. */
const MOST_REMEMBERED = 1_000;

/**
 * Takes a change of the membership into account. It must see every change: one that is skipped could hide that a
 * node-unit was listed in between. Pure.
 *
 * @public
 */
export function observeAbsence(previous: Absence, membership: Membership, nowMs: number): Absence {
  const { state, nodeUnits } = membership;
  if (isUnsettled(membership)) return NOTHING_OBSERVED;
  const listed = new Set(nodeUnits.map(({ address }) => address));
  const leftAtMs = new Map([...previous.leftAtMs].filter(([address]) => !listed.has(address)));
  for (const address of previous.listed) {
    if (!listed.has(address)) leftAtMs.set(address, nowMs);
  }
  const watchedSinceMs = previous.watchedSinceMs ?? (state === 'settled' ? nowMs : undefined);
  return forgetOldest({ watchedSinceMs, listed, leftAtMs });
}

/** Who is forgotten counts as missing since a later time, never since an earlier one. */
function forgetOldest(absence: Absence): Absence {
  const [oldest] = absence.leftAtMs;
  if (absence.leftAtMs.size <= MOST_REMEMBERED || oldest === undefined) return absence;
  const [address, leftMs] = oldest;
  const leftAtMs = new Map(absence.leftAtMs);
  leftAtMs.delete(address);
  const { watchedSinceMs } = absence;
  return forgetOldest({
    ...absence,
    leftAtMs,
    watchedSinceMs: watchedSinceMs === undefined ? undefined : Math.max(watchedSinceMs, leftMs),
  });
}

/**
 * For how long a node-unit was missing, up to a moment; 0 if it is listed or that is not known.
 *
 * @param untilMs - When the request was sent whose answer showed last that the list is up to date.
 *
 * @public
 */
export function absentForMs({ listed, leftAtMs, watchedSinceMs }: Absence, address: string, untilMs: number): number {
  if (listed.has(address)) return 0;
  const sinceMs = leftAtMs.get(address) ?? watchedSinceMs;
  return sinceMs === undefined ? 0 : Math.max(0, untilMs - sinceMs);
}
