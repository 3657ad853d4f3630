import type { Server as HttpServer } from 'node:http';
import { createServer as createTlsServer, type Server as HttpsServer } from 'node:https';
import { readFileSync, unwatchFile, watchFile } from 'node:fs';
import type { AddressInfo } from 'node:net';

import type { Logger } from '@node-unit/app-runtime';
import { messageOf } from '@node-unit/basics';

import type { TlsOptions } from '../HostOptions.js';

const CERTIFICATE_CHECK_MS = 5_000;

/** Resolves with the port; rejects with the system's error (`EADDRINUSE`, `EACCES` …). */
export function listen(server: HttpServer | HttpsServer, port: number, address: string | undefined): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port, host: address }, () => {
      server.off('error', reject);
      resolve((server.address() as AddressInfo).port);
    });
  });
}

/** Resolves when the last connection is closed. */
export function stopListening(server: HttpServer | HttpsServer): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

/** The contents of the certificate and key files. */
export interface Certificate {
  readonly key: Buffer;
  readonly cert: Buffer;
}

/** @throws Error of the file system */
export function readCertificate({ keyPath, certPath }: TlsOptions): Certificate {
  return { key: readFileSync(keyPath), cert: readFileSync(certPath) };
}

/**
 * Creates a TLS server with the certificate of these files. The files are read again when they change, so that a
 * certificate can be renewed without a restart. If the new certificate cannot be used, the old one stays in use.
 *
 * @throws Error of the file system or of the TLS library
 */
export function createReloadingTlsServer(tls: TlsOptions, logger: Logger): HttpsServer {
  const { keyPath, certPath } = tls;
  const read = (): Certificate => readCertificate(tls);
  const server = createTlsServer(read());
  const reload = (): void => {
    try {
      server.setSecureContext(read());
      logger.info({ cert_path: certPath }, 'CertificateReloaded');
    } catch (error) {
      logger.warn({ cert_path: certPath, reason: messageOf(error) }, 'CertificateNotReloaded');
    }
  };
  const files = [...new Set([keyPath, certPath])];
  for (const file of files) watchFile(file, { interval: CERTIFICATE_CHECK_MS, persistent: false }, reload);
  server.once('close', () => files.forEach((file) => unwatchFile(file, reload)));
  return server;
}
