import type { ClientConfig } from 'pg';

/** What a connection is for, which operators see as its `application_name`. */
export type ConnectionPurpose = 'listen' | 'read' | 'write' | 'operate' | 'history' | 'migrate' | 'sql';

/**
 * Nothing waits for ever: a database that does not answer is out of reach.
 * Keep-alive probes find a dead connection that nobody writes to.
 */
export function connectionSettings(uri: string, purpose: ConnectionPurpose): ClientConfig {
  return {
    connectionString: uri,
    connectionTimeoutMillis: 5_000,
    query_timeout: 10_000,
    // Shorter, so that the server says what was waited for.
    lock_timeout: 3_000,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    application_name: `node-unit ${purpose}`,
  };
}
