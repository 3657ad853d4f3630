import type { ResourceUsage } from '../ResourceUsage.js';
import type { ProcessLink } from './processTrees.js';

/** What one process uses. CPU: percent of one core, since the table before; 0 in the first that it is in. */
export interface ProcessUsage extends ResourceUsage {
  /** Since its start, in ms of one core. */
  readonly cpuTimeMs: number;
}

/** The processes of this machine at one moment. */
export interface ProcessTable {
  readonly links: readonly ProcessLink[];
  /** By pid; what has ended is missing. */
  usagesOf(pids: readonly number[]): Promise<ReadonlyMap<number, ProcessUsage>>;
}
