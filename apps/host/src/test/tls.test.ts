import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect, type PeerCertificate } from 'node:tls';
import { fileURLToPath } from 'node:url';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { TestHub } from './TestHub.js';

const testdata = (name: string): string => fileURLToPath(new URL(`../../testdata/${name}`, import.meta.url));

let folder: string;
let hub: TestHub;
const [keyPath, certPath] = ['key', 'crt'].map((kind) => () => join(folder, `host.${kind}`)) as [
  () => string,
  () => string,
];
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'node-unit-tls-'));
  install('first');
  hub = await new TestHub({ tls: { port: 0, keyPath: keyPath(), certPath: certPath() } }).start();
});
afterEach(async () => {
  await hub.dispose();
  rmSync(folder, { recursive: true, force: true });
});

function install(name: string): void {
  copyFileSync(testdata(`${name}.key`), keyPath());
  copyFileSync(testdata(`${name}.crt`), certPath());
}

async function certificate(): Promise<PeerCertificate> {
  const [listening] = await hub.logged('HostListening');
  const socket = connect({ port: Number(listening?.fields['tls_port']), host: '127.0.0.1', rejectUnauthorized: false });
  await new Promise((resolve, reject) => socket.once('secureConnect', resolve).once('error', reject));
  const peer = socket.getPeerCertificate();
  socket.destroy();
  return peer;
}

describe('a host with a certificate', () => {
  it('serves TLS on a port of its own, and a renewed certificate without a restart', async () => {
    expect((await certificate()).subject.CN).toBe('first');
    install('second');
    await expect.poll(async () => (await certificate()).subject.CN, { timeout: 30_000, interval: 100 }).toBe('second');
  });

  it('keeps the old certificate when the new one cannot be used, and says so', async () => {
    writeFileSync(certPath(), 'no certificate');
    expect(await hub.logged('CertificateNotReloaded')).toMatchObject([{ level: 'warn' }]);
    expect((await certificate()).subject.CN).toBe('first');
  });
});
