/**
 * Measures the resource usage of process trees.
 *
 * @packageDocumentation
 */
export { isNoticeableChange } from './isNoticeableChange.js';
export { machineCapacity, type MachineCapacity } from './machineCapacity.js';
export { listProcesses, readProcFile } from './procFolder.js';
export type { ResourceUsage, TreeUsage } from './ResourceUsage.js';
export { sampleProcessTrees } from './sampleProcessTrees.js';
export { sumUsage } from './sumUsage.js';
export { type ResourceUsageOptions, type UsageByRoot, watchResourceUsage } from './watchResourceUsage.js';
