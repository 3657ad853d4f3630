import type { ClusterPicture, Operator } from '@node-unit/operator';
import { createContext } from 'preact';
import { useContext } from 'preact/hooks';

import type { UsageHistory } from '../usage/UsageHistory.js';

/** What every part of the page works with. */
export interface Cluster {
  readonly operator: Operator;
  readonly picture: ClusterPicture;
  readonly history: UsageHistory;
  /** Whether an operator key signs what is done here. */
  readonly mayChange: boolean;
  /** The time that ages are told by, in milliseconds since the epoch. */
  readonly nowMs: number;
}

export const ClusterContext = createContext<Cluster | undefined>(undefined);

/** @throws Error outside of a connected page */
export function useCluster(): Cluster {
  const cluster = useContext(ClusterContext);
  if (cluster === undefined) throw new Error('this part is shown before there is a cluster');
  return cluster;
}
