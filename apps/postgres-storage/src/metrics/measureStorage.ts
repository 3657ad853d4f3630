import { measureConnection, type Metrics } from '@node-unit/app-runtime';
import type { DeploymentReplica } from '@node-unit/deployment';
import { type Membership, watchMembership } from '@node-unit/fleet';
import type { Terminal } from '@node-unit/protocol';
import type { Observable, Subscription } from 'rxjs';

import { countRows, goneAddresses } from './countRows.js';
import type { StorageMetric } from './metrics.js';

interface StorageSources {
  readonly terminal: Pick<Terminal, 'connection$' | 'terminalInfos$'>;
  readonly replica$: Observable<DeploymentReplica>;
}

/** Lets the metrics of the storage be read from what it has in memory, while subscribed. */
export function measureStorage(metrics: Metrics<StorageMetric>, { terminal, replica$ }: StorageSources): Subscription {
  let replica: DeploymentReplica = { state: 'loading' };
  let membership: Membership | undefined;
  metrics.read('node_unit_storage_database_up', () => [{ value: Number(replica.state === 'current') }]);
  metrics.read('node_unit_deployments', () => {
    const counts = countRows(replica, goneAddresses(replica, membership));
    return counts === undefined
      ? []
      : Object.entries(counts).map(([state, value]: [string, number]) => ({ labels: { state }, value }));
  });
  metrics.read('node_unit_lost_addresses', () => {
    const isKnown = replica.state === 'current';
    return isKnown ? [{ value: goneAddresses(replica, membership).size }] : [];
  });
  const following = replica$.subscribe((next) => (replica = next));
  following.add(watchMembership(terminal).subscribe((next) => (membership = next)));
  following.add(measureConnection(metrics, terminal.connection$));
  return following;
}
