/** What every terminal, the host or the cluster's storage has of its own: taken over, it would answer for the wrong one. */
const METHODS: ReadonlySet<string> = new Set([
  'Ping',
  'Metrics',
  'Terminate',
  'WebRTC/Offer',
  'WebRTC/Answer',
  'GetTerminalInfos',
  'UpdateTerminalInfo',
  'SubscribeChannel/HostEvent',
  'SubscribeChannel/PortalConfig',
]);
const PREFIXES: readonly string[] = ['HandShake/', 'Deployment/'];

/** Whether a service stays on its host, whatever a filter says. */
export function isBuiltIn(method: string): boolean {
  return METHODS.has(method) || PREFIXES.some((prefix) => method.startsWith(prefix));
}
