/**
 * Numbers of users, both ends included. None of them is a user of the machine.
 *
 * @beta
 */
export interface UidRange {
  readonly first: number;
  readonly last: number;
}

/** Beyond what distributions give to users, their user namespaces and systemd, and below 2^31. */
const LARGEST_UID = 2 ** 31 - 1;
/** One deployment and one installation at the same time. */
const FEWEST = 2;

/**
 * Reads `first-last`.
 *
 * @throws Error that says what was expected
 * @beta
 */
export function readUidRange(text: string): UidRange {
  const [, first = Number.NaN, last = Number.NaN] = (/^(\d+)-(\d+)$/.exec(text.trim()) ?? []).map(Number);
  if (first >= 1 && last <= LARGEST_UID && last - first + 1 >= FEWEST) return { first, last };
  const limits = `at least ${FEWEST} user ids between 1 and ${LARGEST_UID}`;
  throw new Error(`expected first-last with ${limits}, such as 1900000000-1900065535`);
}

/** An entry of `/etc/passwd` or `/etc/group`. */
export interface KnownId {
  readonly name: string;
  readonly id: number;
}

/** Reads the names and numbers of `/etc/passwd` or `/etc/group`, which have them at the same places. */
export function readKnownIds(text: string): readonly KnownId[] {
  return text.split('\n').flatMap((line) => {
    const [name = '', , id = ''] = line.split(':');
    return /^\d+$/.test(id) ? [{ name, id: Number(id) }] : [];
  });
}

/** Those that a range must not contain, because what runs as them would own their files. */
export function knownIdsWithin({ first, last }: UidRange, known: readonly KnownId[]): readonly KnownId[] {
  return known.filter(({ id }) => id >= first && id <= last);
}
