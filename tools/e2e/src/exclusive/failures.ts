import type { LocalCluster } from '@node-unit/local-cluster';

import { createNamespace, type NetworkNamespace } from '@node-unit/local-cluster';

export const FAILURE_KINDS = ['kill', 'stop', 'cut', 'term'] as const;

/** kill = kill -9 of the agent; stop = SIGSTOP; cut = its network is cut off; term = SIGTERM. */
export type FailureKind = (typeof FAILURE_KINDS)[number];

/** The node-unit that fails again and again. */
export interface Victim {
  /** Starts it, at first and after it has ended. */
  start(): void;
  fail(): void;
  /** Undoes the failure. */
  recover(): Promise<void>;
  remove(): void;
}

const NAME = 'victim';

export function createVictim(cluster: LocalCluster, kind: FailureKind): Victim {
  const namespace = kind === 'cut' ? createNamespace() : undefined;
  const start = (): void => void cluster.startNodeUnit({ name: NAME, ...placeOf(cluster, namespace) });
  const signal = (name: NodeJS.Signals): void => void cluster.nodeUnits.get(NAME)?.signal(name);
  const ended = async (): Promise<void> => {
    await cluster.nodeUnits.get(NAME)?.exited;
    start();
  };
  const acts: Record<FailureKind, Pick<Victim, 'fail' | 'recover'>> = {
    kill: { fail: () => signal('SIGKILL'), recover: ended },
    term: { fail: () => signal('SIGTERM'), recover: ended },
    stop: { fail: () => signal('SIGSTOP'), recover: () => Promise.resolve(signal('SIGCONT')) },
    cut: { fail: () => namespace?.cut(), recover: () => Promise.resolve(namespace?.restore()) },
  };
  return { start, ...acts[kind], remove: () => namespace?.remove() };
}

function placeOf(cluster: LocalCluster, namespace: NetworkNamespace | undefined) {
  if (namespace === undefined) return {};
  const { port } = new URL(cluster.hostUrl);
  return { env: { HOST_URL: `ws://${namespace.hostAddress}:${port}` }, launcher: namespace.launcher };
}
