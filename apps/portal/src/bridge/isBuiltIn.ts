import { HOST_SERVICES } from '@node-unit/protocol';

/** What every terminal, the host or the cluster's storage has of its own: taken over, it would answer for the wrong one. */
const METHODS: ReadonlySet<string> = new Set([
  ...Object.values(HOST_SERVICES).map(({ method }) => method),
  'Metrics',
  'Terminate',
  'WebRTC/Offer',
  'WebRTC/Answer',
  'SubscribeChannel/PortalConfig',
]);
const PREFIXES: readonly string[] = ['HandShake/', 'Deployment/'];

/** Whether a service stays on its host, whatever a filter says. */
export function isBuiltIn(method: string): boolean {
  return METHODS.has(method) || PREFIXES.some((prefix) => method.startsWith(prefix));
}
