import type { ResourceUsage } from './ResourceUsage.js';

/**
 * The sum of usages. CPU is at most 100.
 *
 * @public
 */
export function sumUsage(usages: Iterable<ResourceUsage>): ResourceUsage {
  let cpuPercent = 0;
  let memoryMb = 0;
  for (const usage of usages) {
    cpuPercent += usage.cpuPercent;
    memoryMb += usage.memoryMb;
  }
  return { cpuPercent: Math.min(100, cpuPercent), memoryMb };
}
