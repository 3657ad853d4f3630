/** A process and the one that started it. */
export interface ProcessLink {
  readonly pid: number;
  readonly ppid: number;
}

/** The processes of the given roots and all that descend from them, each once. */
export function processTrees(links: readonly ProcessLink[], rootPids: readonly number[]): readonly number[] {
  const childrenOf = new Map<number, number[]>();
  for (const { pid, ppid } of links) childrenOf.set(ppid, [...(childrenOf.get(ppid) ?? []), pid]);
  const existing = new Set(links.map(({ pid }) => pid));
  const found = new Set<number>();
  const open = rootPids.filter((pid) => existing.has(pid));
  for (let pid = open.pop(); pid !== undefined; pid = open.pop()) {
    if (found.has(pid)) continue;
    found.add(pid);
    open.push(...(childrenOf.get(pid) ?? []));
  }
  return [...found];
}
