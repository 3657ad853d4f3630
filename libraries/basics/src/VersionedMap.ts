/**
 * What became of a key between two versions of a map; `undefined` = it is not in that version.
 *
 * @public
 */
export interface MapChange<V> {
  readonly before: V | undefined;
  readonly after: V | undefined;
}

/**
 * The changed keys between two versions of a map.
 *
 * @public
 */
export type MapChanges<K, V> = ReadonlyMap<K, MapChange<V>>;

interface Step<K, V extends NonNullable<unknown>> {
  readonly changes: MapChanges<K, V>;
  readonly next: VersionedMap<K, V>;
}

/**
 * A map whose versions are values: a new version costs what has changed, not a copy, and every earlier version keeps its
 * contents for as long as somebody holds it.
 *
 * @remarks
 * All versions of a map share the entries of the newest, which is read like any `Map`. An earlier version knows the changes
 * that lead to the next one: reading it costs a look at each of those that were made since, and holding it keeps them.
 * The idea is that of the version tree array by Baker (1978), for one line of versions.
 *
 * @public
 */
export class VersionedMap<K, V extends NonNullable<unknown>> implements ReadonlyMap<K, V> {
  public readonly size: number;
  /** The entries of the newest version, shared by all of its line. */
  readonly #newest: Map<K, V>;
  #step: Step<K, V> | undefined;

  private constructor(newest: Map<K, V>) {
    this.#newest = newest;
    this.size = newest.size;
  }

  /** The first version with these entries; a map that is versioned already is taken as it is. */
  public static of<K, V extends NonNullable<unknown>>(entries: Iterable<readonly [K, V]>): VersionedMap<K, V> {
    return entries instanceof VersionedMap ? (entries as VersionedMap<K, V>) : new VersionedMap(new Map(entries));
  }

  /** What has changed from one version to a later one; `undefined` if these are no two versions of one map, in this order. */
  public static changes<K, V extends NonNullable<unknown>>(
    earlier: ReadonlyMap<K, V>,
    later: ReadonlyMap<K, V>,
  ): MapChanges<K, V> | undefined {
    if (!(earlier instanceof VersionedMap)) return undefined;
    const steps: MapChanges<K, V>[] = [];
    for (let version = earlier as VersionedMap<K, V>; version !== later;) {
      const step: Step<K, V> | undefined = version.#step;
      if (!step) return undefined;
      steps.push(step.changes);
      version = step.next;
    }
    return joined(steps);
  }

  /** The next version, with the entries added or replaced and then the keys removed. This one stays as it is. */
  public with(entries: Iterable<readonly [K, V]>, removedKeys: Iterable<K> = []): VersionedMap<K, V> {
    // Another version came after this one: a line of its own begins.
    if (this.#step) return new VersionedMap(new Map(this)).with(entries, removedKeys);
    const newest = this.#newest;
    const changes = new Map<K, MapChange<V>>();
    const note = (key: K, after: V | undefined): void => {
      const { before } = changes.get(key) ?? { before: newest.get(key) };
      changes.set(key, { before, after });
    };
    for (const [key, value] of entries) {
      note(key, value);
      newest.set(key, value);
    }
    for (const key of removedKeys) {
      if (!newest.has(key)) continue;
      note(key, undefined);
      newest.delete(key);
    }
    if (changes.size === 0) return this;
    const next = new VersionedMap(newest);
    this.#step = { changes, next };
    return next;
  }

  public get(key: K): V | undefined {
    for (let step = this.#step; step; step = step.next.#step) {
      const change = step.changes.get(key);
      if (change) return change.before;
    }
    return this.#newest.get(key);
  }

  public has(key: K): boolean {
    return this.get(key) !== undefined;
  }

  /** The entries of this version at the time of the call, in no particular order if there are later ones. */
  public entries(): MapIterator<[K, V]> {
    return [...this.#contents()].values();
  }

  /** The keys, as {@link VersionedMap.entries}. */
  public keys(): MapIterator<K> {
    return [...this.#contents().keys()].values();
  }

  /** The values, as {@link VersionedMap.entries}. */
  public values(): MapIterator<V> {
    return [...this.#contents().values()].values();
  }

  /** As {@link VersionedMap.entries}. */
  public [Symbol.iterator](): MapIterator<[K, V]> {
    return this.entries();
  }

  /** Calls the function with every entry. */
  public forEach(visit: (value: V, key: K, map: ReadonlyMap<K, V>) => void): void {
    for (const [key, value] of this) visit(value, key, this);
  }

  #contents(): ReadonlyMap<K, V> {
    if (!this.#step) return this.#newest;
    const before = new Map<K, V | undefined>();
    for (let step: Step<K, V> | undefined = this.#step; step; step = step.next.#step) {
      for (const [key, change] of step.changes) if (!before.has(key)) before.set(key, change.before);
    }
    const contents = new Map(this.#newest);
    for (const [key, value] of before) {
      if (value === undefined) contents.delete(key);
      else contents.set(key, value);
    }
    return contents;
  }
}

function joined<K, V>(steps: readonly MapChanges<K, V>[]): MapChanges<K, V> {
  const [only = NOTHING as MapChanges<K, V>, ...others] = steps;
  if (others.length === 0) return only;
  const all = new Map(only);
  for (const step of others) {
    for (const [key, { before, after }] of step) all.set(key, { before: (all.get(key) ?? { before }).before, after });
  }
  return all;
}

const NOTHING: MapChanges<unknown, unknown> = new Map();
