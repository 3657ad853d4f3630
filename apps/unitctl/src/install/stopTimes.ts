/**
 * How long a node-unit may take to stop and hand back its deployments, in ms. A deployment is stopped with its own
 * `stop_grace_ms` (10 s unless it says otherwise), all at once; whoever allows longer ones allows longer here.
 */
export const NODE_UNIT_STOP_MS = 60_000;

/** How long a host, a storage or a database may take to stop, in ms. */
export const PROGRAM_STOP_MS = 10_000;
