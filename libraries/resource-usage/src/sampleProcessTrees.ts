import pidtree from 'pidtree';
import pidusage from 'pidusage';

import { machineCapacity } from './machineCapacity.js';
import { processTrees } from './processTrees.js';
import type { ResourceUsage } from './ResourceUsage.js';

/** Every process of the machine. */
const EVERYTHING = -1;

/**
 * Measures the given processes and all that descend from them. A process that is gone counts nothing.
 *
 * @remarks
 * CPU is what was used since the sample before, or since the start of a process that is new.
 *
 * @throws Error if the processes of the machine cannot be listed
 *
 * @public
 */
export async function sampleProcessTrees(rootPids: readonly number[]): Promise<ResourceUsage> {
  const links = await pidtree(EVERYTHING, { advanced: true });
  const pids = processTrees(links, rootPids);
  const usages = pids.length === 0 ? [] : await measure(pids);
  const cpuOfOneCore = usages.reduce((sum, usage) => sum + usage.cpu, 0);
  const bytes = usages.reduce((sum, usage) => sum + usage.memory, 0);
  return { cpuPercent: Math.min(100, cpuOfOneCore / machineCapacity().cpuCores), memoryMb: bytes / 2 ** 20 };
}

interface Measured {
  readonly cpu: number;
  readonly memory: number;
}

/** `pidusage` gives null for a process that has ended meanwhile, and an error if all have. */
async function measure(pids: readonly number[]): Promise<readonly Measured[]> {
  const usages = (await pidusage([...pids]).catch(() => ({}))) as Record<string, Measured | null>;
  return Object.values(usages).flatMap((usage) => (usage ? [usage] : []));
}
