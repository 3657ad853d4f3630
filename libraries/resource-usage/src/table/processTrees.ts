/** A process and the one that started it. */
export interface ProcessLink {
  readonly pid: number;
  readonly ppid: number;
}

/**
 * The processes of each root: itself and all that descend from it, except for what belongs to a root further down. So
 * every process counts once. A root that is gone is missing.
 */
export function processTrees(
  links: readonly ProcessLink[],
  rootPids: readonly number[],
): ReadonlyMap<number, readonly number[]> {
  const childrenOf = new Map<number, number[]>();
  for (const { pid, ppid } of links) childrenOf.set(ppid, (childrenOf.get(ppid) ?? []).concat(pid));
  const existing = new Set(links.map(({ pid }) => pid));
  const roots = new Set(rootPids.filter((pid) => existing.has(pid)));
  return new Map([...roots].map((root) => [root, treeOf(root, roots, childrenOf)]));
}

function treeOf(
  root: number,
  roots: ReadonlySet<number>,
  childrenOf: ReadonlyMap<number, readonly number[]>,
): readonly number[] {
  const found = new Set<number>();
  const open = [root];
  for (let pid = open.pop(); pid !== undefined; pid = open.pop()) {
    if (found.has(pid)) continue;
    found.add(pid);
    open.push(...(childrenOf.get(pid) ?? []).filter((child) => !roots.has(child)));
  }
  return [...found];
}
