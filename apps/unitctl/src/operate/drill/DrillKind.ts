export const drillKinds = ['failover', 'hang', 'partition'] as const;

/** What happens to the node-unit of the drill: its agent is killed, its agent hangs, or its network is cut. */
export type DrillKind = (typeof drillKinds)[number];
