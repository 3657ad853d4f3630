import type { HostConnection } from '@node-unit/protocol';
import type { Observable, Subscription } from 'rxjs';

import type { MetricDeclarations } from './MetricDeclaration.js';
import type { Metrics } from './Metrics.js';

/**
 * The metrics of every program that has a terminal.
 *
 * @public
 */
export const connectionMetrics = {
  node_unit_host_connected: {
    kind: 'gauge',
    unit: 'none',
    help: '1 while the program is connected to the host, else 0.',
  },
} as const satisfies MetricDeclarations;

/**
 * Lets the metrics of {@link connectionMetrics} be read.
 *
 * @returns Unsubscribing ends it.
 *
 * @public
 */
export function measureConnection(
  metrics: Metrics<keyof typeof connectionMetrics>,
  connection$: Observable<HostConnection>,
): Subscription {
  let isConnected = false;
  metrics.read('node_unit_host_connected', () => [{ value: Number(isConnected) }]);
  return connection$.subscribe(({ state }) => (isConnected = state === 'connected'));
}
