import type { ResourceUsage } from './ResourceUsage.js';

const CPU_PERCENT = 2;
const MEMORY_MB = 8;
const MEMORY_SHARE = 0.05;

/**
 * Whether usage differs enough from the last published value to be published again. The noise of an idle machine is
 * ignored; slow drift is noticed once it accumulates.
 *
 * @public
 */
export function isNoticeableChange(published: ResourceUsage | undefined, next: ResourceUsage): boolean {
  if (!published) return true;
  const memoryStep = Math.abs(next.memoryMb - published.memoryMb);
  return (
    Math.abs(next.cpuPercent - published.cpuPercent) >= CPU_PERCENT ||
    (memoryStep >= MEMORY_MB && memoryStep >= published.memoryMb * MEMORY_SHARE)
  );
}
