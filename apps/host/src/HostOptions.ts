import type { Logger } from '@node-unit/app-runtime';

/** How a host is run. */
export interface HostOptions {
  /** 0 = any that is free. */
  readonly port: number;
  /** What every client must present; undefined lets everybody in. */
  readonly token?: string;
  /** Time between two heartbeats. Default 2,000. */
  readonly pingIntervalMs?: number;
  /** Heartbeats in a row without a sign of life after which a terminal counts as gone. Default 3. */
  readonly pingMisses?: number;
  readonly logger: Logger;
}
