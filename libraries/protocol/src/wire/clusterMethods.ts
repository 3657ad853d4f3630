import { HOST_SERVICES } from './hostServices.js';
import { decodePath } from './path.js';

const CLUSTER_TOPIC = /^(Deployment|NodeUnit|Operator|SQL)(\/|$)/;
const PORTAL_CONFIG = 'PortalConfig';
const TERMINATE = 'Terminate';
const CHANNEL = 'SubscribeChannel';
/** What every terminal has of its own. */
const OF_EVERYBODY: ReadonlySet<string> = new Set([HOST_SERVICES.ping.method]);
const OF_THE_HOST: ReadonlySet<string> = new Set(
  Object.values(HOST_SERVICES)
    .map(({ method }) => method)
    .filter((method) => !OF_EVERYBODY.has(method)),
);

/**
 * Whether a workload must not offer this method: it belongs to the cluster or to the host.
 *
 * @public
 */
export function isClusterOffer(method: string): boolean {
  const topic = topicOf(method);
  return OF_THE_HOST.has(method) || CLUSTER_TOPIC.test(topic) || topic === PORTAL_CONFIG;
}

/**
 * Whether a workload must not call this method of another terminal. `PortalConfig` is not among them: a portal is a workload
 * that needs it, and the storage decides who else is refused.
 *
 * @public
 */
export function isMemberCall(method: string): boolean {
  return CLUSTER_TOPIC.test(topicOf(method)) || method === TERMINATE;
}

/** A channel is about its type, whose slashes are escaped or not. */
function topicOf(method: string): string {
  const [first = '', ...others] = decodePath(method);
  return first === CHANNEL ? others.join('/') : [first, ...others].join('/');
}
