import type { LocalCluster } from '@node-unit/local-cluster';

/** One promise, and how it is tried. */
export interface Check {
  /** Whose promise it is. */
  readonly of: 'host' | 'terminal' | 'storage';
  readonly name: string;
  /** Rejects with what is wrong. The cluster is shared: what is left behind must disturb nobody. */
  readonly run: (cluster: LocalCluster) => Promise<void>;
}
