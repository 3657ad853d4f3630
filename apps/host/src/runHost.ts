import { once } from 'node:events';
import { isIP } from 'node:net';
import { createSecureContext } from 'node:tls';
import { fileURLToPath } from 'node:url';

import { type AppContext, AppError, readTokenFile, serveMetrics } from '@node-unit/app-runtime';
import { messageOf } from '@node-unit/basics';

import type { HostConfig, hostEnvironment } from './environment.js';
import type { TlsOptions } from './HostOptions.js';
import { readCertificate } from './http/listen.js';
import { hostMetrics } from './metrics/metrics.js';
import { startHost } from './startHost.js';

const LOOPBACK = '127.0.0.1';
/** The package beside this one, wherever both are: it is built after this one, and installed or not. */
const PAGE_FOLDER = fileURLToPath(new URL('../../dashboard/dist', import.meta.url));

/**
 * Runs a host until the signal is aborted.
 *
 * @throws AppError if the configuration cannot be used, such as a port that is taken
 */
export async function runHost(context: AppContext<typeof hostEnvironment.variables>): Promise<void> {
  const { config, logger, version, signal } = context;
  const tokens = tokensOf(config);
  const address = addressOf(config, tokens);
  const tls = tlsOf(config);
  if (tokens.length === 0) {
    const consequence = 'any process of this machine may join as a member, deployments included';
    logger.warn({ consequence, advice: 'set HOST_TOKEN' }, 'HostTokenMissing');
  }
  if (tls) checkTls(tls);
  const metrics = await serveMetrics(config, hostMetrics, { program: 'host', version });
  const host = await startHost({
    port: config.PORT,
    ...(address !== undefined && { address }),
    tokens,
    ...(tls && { tls }),
    legacyMembers: config.HOST_LEGACY_MEMBERS,
    allowedOrigins: config.HOST_ALLOWED_ORIGINS ?? [],
    pingIntervalMs: config.HOST_PING_INTERVAL_MS,
    pingMisses: config.HOST_PING_MISSES,
    limits: {
      maxPending: config.HOST_MAX_PENDING_CONNECTIONS,
      authenticationTimeoutMs: config.HOST_AUTHENTICATION_TIMEOUT_MS,
      maxFrameBytes: config.HOST_MAX_FRAME_BYTES,
      maxBufferedBytes: config.HOST_MAX_BUFFERED_BYTES,
    },
    version,
    metrics,
    pageFolder: PAGE_FOLDER,
    logger,
  }).catch((cause: unknown) => {
    const ports = tls ? `ports ${config.PORT} and ${tls.port} (TLS)` : `port ${config.PORT}`;
    const advice = `check ${tls ? 'PORT, SSL_PORT and HOST_ADDRESS' : 'PORT and HOST_ADDRESS'}`;
    throw new AppError(1, `cannot listen on ${ports}: ${messageOf(cause)}; ${advice}`, { cause });
  });
  if (!signal.aborted) await once(signal, 'abort');
  await host.close();
  await metrics?.close();
}

/** The current token and, during a rotation, the previous one. */
function tokensOf(config: HostConfig): readonly string[] {
  const { HOST_TOKEN: token, HOST_TOKEN_FILE: file, HOST_PREVIOUS_TOKEN: previous } = config;
  const present = file === undefined ? token : readTokenFile(file);
  if (present !== undefined) return previous === undefined ? [present] : [present, previous];
  if (previous === undefined) return [];
  throw new AppError(2, 'HOST_PREVIOUS_TOKEN is set without a HOST_TOKEN: set both, or neither');
}

/** Without a token, only processes of this machine may connect. */
function addressOf({ HOST_ADDRESS: address }: HostConfig, tokens: readonly string[]): string | undefined {
  if (tokens.length > 0) return address;
  if (address === undefined || isLoopback(address)) return address ?? LOOPBACK;
  const danger = 'without one, any process that reaches the port may take over the cluster';
  throw new AppError(2, `HOST_ADDRESS=${JSON.stringify(address)} requires a HOST_TOKEN: ${danger}`);
}

function isLoopback(address: string): boolean {
  return address === 'localhost' || address === '::1' || (isIP(address) === 4 && address.startsWith('127.'));
}

function tlsOf({ SSL_KEY_PATH: keyPath, SSL_CERT_PATH: certPath, SSL_PORT: port }: HostConfig): TlsOptions | undefined {
  if (keyPath === undefined && certPath === undefined) return undefined;
  if (keyPath !== undefined && certPath !== undefined) return { keyPath, certPath, port };
  throw new AppError(2, 'SSL_KEY_PATH and SSL_CERT_PATH go together: set both, or neither');
}

function checkTls(tls: TlsOptions): void {
  try {
    createSecureContext(readCertificate(tls));
  } catch (cause) {
    throw new AppError(2, `SSL_KEY_PATH and SSL_CERT_PATH cannot be used: ${messageOf(cause)}`, { cause });
  }
}
