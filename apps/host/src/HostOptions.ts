import type { Logger, ServedMetrics } from '@node-unit/app-runtime';

import type { HostMetric } from './metrics/metrics.js';

/** The options of a host. */
export interface HostOptions {
  /** 0 = any free port. */
  readonly port: number;
  /** Address to listen on; undefined = all interfaces. */
  readonly address?: string;
  /** Members must know one of these; none: any client is a member. Default: none. */
  readonly tokens?: readonly string[];
  /** Whether members may connect without a challenge, as Yuan's terminals do. Default true. */
  readonly legacyMembers?: boolean;
  /** Origins of the pages that may connect to a host without a token; `*` = any. Default: none. */
  readonly allowedOrigins?: readonly string[];
  readonly tls?: TlsOptions;
  /** Time between two heartbeats. Default 2,000. */
  readonly pingIntervalMs?: number;
  /** Number of consecutive missed heartbeats after which a terminal is considered gone. Default 3. */
  readonly pingMisses?: number;
  readonly limits?: Partial<HostLimits>;
  /** As the metrics state it. */
  readonly version?: string;
  /** Metrics on a port of their own. The host serves them on its own port as well, and without this there alone. */
  readonly metrics?: ServedMetrics<HostMetric> | undefined;
  /** Static files that are served at `/`. Default: none. */
  readonly pageFolder?: string | undefined;
  readonly logger: Logger;
}

/** An additional port with TLS. */
export interface TlsOptions {
  /** 0 = any that is free. */
  readonly port: number;
  /** PEM files; read again when they change. */
  readonly keyPath: string;
  readonly certPath: string;
}

/** The limits of the host. */
export interface HostLimits {
  /** Connections that have not authenticated yet. */
  readonly maxPending: number;
  readonly authenticationTimeoutMs: number;
  readonly maxFrameBytes: number;
  /** Bytes that may wait for a terminal that does not read. */
  readonly maxBufferedBytes: number;
}

export const DEFAULT_LIMITS: HostLimits = {
  maxPending: 1_000,
  authenticationTimeoutMs: 10_000,
  maxFrameBytes: 100 * 1024 * 1024,
  maxBufferedBytes: 64 * 1024 * 1024,
};
