import { HOST_SERVICES, isClusterOffer } from '@node-unit/protocol';

/** Services that every terminal has; if bridged, they would answer for the wrong terminal. */
const OF_EVERY_TERMINAL: ReadonlySet<string> = new Set([
  HOST_SERVICES.ping.method,
  'Metrics',
  'Terminate',
  'WebRTC/Offer',
  'WebRTC/Answer',
]);

/** Whether a service stays on its host, whatever a filter says: it is that of every terminal, of the host or of the cluster. */
export function isBuiltIn(method: string): boolean {
  return OF_EVERY_TERMINAL.has(method) || method.startsWith('HandShake/') || isClusterOffer(method);
}
