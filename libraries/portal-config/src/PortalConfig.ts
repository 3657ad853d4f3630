/**
 * A row of the table `portal_config`: which services are bridged from one host to the other.
 *
 * @public
 */
export interface PortalConfig {
  readonly id: string;
  /** A ws:// or wss:// URL; put a `host_token` into its query. */
  readonly externalHostUrl: string;
  /** true: the services of the external host are offered on the portal's own; false: the other way round. */
  readonly isImport: boolean;
  /** JSON Schema that a service's whole `serviceInfo` object must satisfy. */
  readonly filterSchema: Readonly<Record<string, unknown>> | boolean;
  readonly enabled: boolean;
}
