import { Pool, type PoolConfig } from 'pg';

import { type ConnectionPurpose, connectionSettings } from './connectionSettings.js';

/** Connections for one purpose. Connects when it is needed. */
export function openPool(
  uri: string,
  purpose: ConnectionPurpose,
  size: Required<Pick<PoolConfig, 'max'>> & Pick<PoolConfig, 'min'>,
): Pool {
  const pool = new Pool({ ...connectionSettings(uri, purpose), ...size });
  // Without a listener a connection that breaks while idle would end the process; the pool replaces it.
  pool.on('error', () => undefined);
  return pool;
}
