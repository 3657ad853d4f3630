import type { Rate } from './RateLimiter.js';

/**
 * The limits of one workload, so that the load that it causes for the host and for other terminals is bounded. A workload
 * that stays below them notices nothing of them.
 */
export const WORKLOAD_LIMITS = {
  /** Each is sent to all terminals. Every further {@link ANNOUNCEMENT_UNIT} characters count as one more. */
  announcements: { burst: 30, perSecond: 2 },
  /** Of a terminal that is already connected or was before. */
  joins: { burst: 20, perSecond: 2 },
  /** The answer may be the list of all terminals. */
  hostRequests: { burst: 100, perSecond: 10 },
  /** Beyond these, the connection is read more slowly. */
  frames: { burst: 4_000, perSecond: 2_000 },
  characters: { burst: 32 * 1024 * 1024, perSecond: 16 * 1024 * 1024 },
} as const satisfies Readonly<Record<string, Rate>>;

export const ANNOUNCEMENT_UNIT = 8 * 1024;
/** A frame is parsed as a whole, and nothing else happens in the host meanwhile. */
export const MAX_WORKLOAD_FRAME_LENGTH = 16 * 1024 * 1024;
/** Bytes that may wait for a workload that does not read. */
export const MAX_WORKLOAD_BUFFERED_BYTES = 8 * 1024 * 1024;
/** Subscriptions to the events of the host; each receives all of them. */
export const MAX_WORKLOAD_HOST_SESSIONS = 5;
/** For how long a workload is not read after a frame to a busy terminal. */
export const BUSY_TARGET_PAUSE_MS = 100;
