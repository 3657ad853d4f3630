import type { ClientConfig } from 'pg';

/**
 * Nothing waits for ever: a database that does not answer is out of reach.
 * Keep-alive probes find a dead connection that nobody writes to.
 */
export function connectionSettings(uri: string): ClientConfig {
  return {
    connectionString: uri,
    connectionTimeoutMillis: 5_000,
    query_timeout: 10_000,
    // Shorter, so that the server says what was waited for.
    lock_timeout: 3_000,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    application_name: 'node-unit',
  };
}
