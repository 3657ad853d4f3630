/** What happens to the node-unit of the drill: its agent is killed, its agent hangs, or its network is cut. */
export type DrillKind = 'failover' | 'hang' | 'partition';

export const drillKinds: readonly DrillKind[] = ['failover', 'hang', 'partition'];
