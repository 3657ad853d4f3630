import { once } from 'node:events';

import { type AppContext, AppError } from '@node-unit/app-runtime';

import type { hostEnvironment } from './environment.js';
import { startHost } from './startHost.js';

/**
 * Runs a host until the signal is aborted.
 *
 * @throws AppError when the port cannot be listened on
 */
export async function runHost(context: AppContext<typeof hostEnvironment.variables>): Promise<void> {
  const { config, logger, signal } = context;
  const host = await startHost({
    port: config.PORT,
    ...(config.HOST_TOKEN !== undefined && { token: config.HOST_TOKEN }),
    pingIntervalMs: config.HOST_PING_INTERVAL_MS,
    pingMisses: config.HOST_PING_MISSES,
    logger,
  }).catch((cause: unknown) => {
    throw new AppError(1, `cannot listen on port ${config.PORT}: ${String(cause)}; set PORT to a free one`, { cause });
  });
  if (!signal.aborted) await once(signal, 'abort');
  await host.close();
}
