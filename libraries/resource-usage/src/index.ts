/**
 * What a set of process trees uses of the machine.
 *
 * @packageDocumentation
 */
export { isNoticeableChange } from './isNoticeableChange.js';
export { machineCapacity, type MachineCapacity } from './machineCapacity.js';
export type { ResourceUsage } from './ResourceUsage.js';
export { sampleProcessTrees } from './sampleProcessTrees.js';
export { type ResourceUsageOptions, watchResourceUsage } from './watchResourceUsage.js';
