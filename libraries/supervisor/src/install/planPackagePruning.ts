/** An installed package. */
export interface InstalledFolder {
  /** The name of its folder, as `packageKey` gives it. */
  readonly key: string;
  readonly isUsed: boolean;
  /** When it was used last. */
  readonly usedMs: number;
}

/**
 * How many packages are kept that nobody uses.
 *
 * @beta
 */
export interface PackageLimits {
  /** Of one name, those that were used last. */
  readonly kept: number;
  readonly maxAgeMs: number;
}

/**
 * 3 of each name, for 7 days.
 *
 * @beta
 */
export const DEFAULT_PACKAGE_LIMITS: PackageLimits = { kept: 3, maxAgeMs: 7 * 86_400_000 };

/** Which packages are removed: unused ones that are too old, and all but the latest of each name. Never a used one. Pure. */
export function planPackagePruning(
  folders: readonly InstalledFolder[],
  { kept, maxAgeMs }: PackageLimits,
  nowMs: number,
): readonly string[] {
  const unused = folders.filter(({ isUsed }) => !isUsed).sort((left, right) => right.usedMs - left.usedMs);
  const counts = new Map<string, number>();
  return unused.flatMap(({ key, usedMs }) => {
    const name = key.slice(0, key.lastIndexOf('@'));
    const count = (counts.get(name) ?? 0) + 1;
    counts.set(name, count);
    return count > kept || nowMs - usedMs > maxAgeMs ? [key] : [];
  });
}
