import type { NodeUnitPicture } from '@node-unit/operator';

/** The node-units that use most of their CPU, in the order in which they were given. Pure. */
export function busiest(nodeUnits: readonly NodeUnitPicture[], most: number): readonly NodeUnitPicture[] {
  const measured = nodeUnits.filter(({ nodeUnit }) => nodeUnit?.resourceUsage !== undefined);
  if (measured.length <= most) return measured;
  const cpuOf = ({ nodeUnit }: NodeUnitPicture): number => nodeUnit?.resourceUsage?.cpuPercent ?? 0;
  const chosen = new Set([...measured].sort((a, b) => cpuOf(b) - cpuOf(a)).slice(0, most));
  return measured.filter((each) => chosen.has(each));
}
