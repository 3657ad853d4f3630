import type { NodeUnitCapacity, NodeUnitResourceUsage } from '@node-unit/scheduler';

import type { Settings } from './settings.js';

/**
 * The weighted sum of CPU and memory: of the shares of the machine, each from 0 to 1, or under the unit `gb` of per
 * cents and gigabytes as they are. Pure.
 */
export function scoreOf(usage: NodeUnitResourceUsage, capacity: NodeUnitCapacity, settings: Settings): number {
  const { cpuWeight, memoryWeight, memoryUnit } = settings;
  return memoryUnit === 'gb'
    ? usage.cpuPercent * cpuWeight + (usage.memoryMb / 1_024) * memoryWeight
    : (usage.cpuPercent / 100) * cpuWeight + (usage.memoryMb / capacity.memoryTotalMb) * memoryWeight;
}
