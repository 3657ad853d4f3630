import type { Logger } from '@node-unit/app-runtime';

/** How a host is run. */
export interface HostOptions {
  /** 0 = any that is free. */
  readonly port: number;
  /** Which address to listen on; undefined = all interfaces. */
  readonly address?: string;
  /** Members must know one of these; none: any client is a member. Default: none. */
  readonly tokens?: readonly string[];
  /** Whether members may connect without a challenge, as Yuan's terminals do. Default true. */
  readonly legacyMembers?: boolean;
  readonly tls?: TlsOptions;
  /** Time between two heartbeats. Default 2,000. */
  readonly pingIntervalMs?: number;
  /** Heartbeats in a row without a sign of life after which a terminal counts as gone. Default 3. */
  readonly pingMisses?: number;
  readonly limits?: Partial<HostLimits>;
  readonly logger: Logger;
}

/** A second port, with TLS. */
export interface TlsOptions {
  /** 0 = any that is free. */
  readonly port: number;
  /** PEM files; read again when they change. */
  readonly keyPath: string;
  readonly certPath: string;
}

/** What the host bears. */
export interface HostLimits {
  /** Connections that have not shown who they are. */
  readonly maxPending: number;
  readonly authenticationTimeoutMs: number;
  readonly maxFrameBytes: number;
  /** What may wait for a terminal that does not read. */
  readonly maxBufferedBytes: number;
}

export const DEFAULT_LIMITS: HostLimits = {
  maxPending: 1_000,
  authenticationTimeoutMs: 10_000,
  maxFrameBytes: 100 * 1024 * 1024,
  maxBufferedBytes: 64 * 1024 * 1024,
};
