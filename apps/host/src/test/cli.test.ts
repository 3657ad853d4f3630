import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';

import { describe, expect, it } from 'vitest';

type Host = ChildProcessByStdio<null, Readable, Readable>;

function spawnHost(env: Record<string, string>): Host {
  const script = fileURLToPath(new URL('../cli.js', import.meta.url));
  return spawn(process.execPath, [script], { env, stdio: ['ignore', 'pipe', 'pipe'] });
}

async function outputUntil(stream: Readable, text: string): Promise<string> {
  let output = '';
  for await (const chunk of stream) {
    output += String(chunk);
    if (output.includes(text)) break;
  }
  return output;
}

describe('node-unit-host', () => {
  it('listens, and stops in order on SIGTERM', async () => {
    const host = spawnHost({ PORT: '0', HOST_TOKEN: 'geheim' });
    const output = await outputUntil(host.stdout, 'HostListening');
    const port = /"port":(\d+)/.exec(output)?.[1];
    expect((await fetch(`http://127.0.0.1:${port}/healthz`)).status).toBe(200);
    expect(output).not.toContain('geheim');
    const exited = once(host, 'exit');
    host.kill('SIGTERM');
    expect(await exited).toEqual([0, null]);
  });

  it('listens on the loopback address alone without a token, and warns of what that means', async () => {
    const host = spawnHost({ PORT: '0' });
    const output = await outputUntil(host.stdout, 'HostListening');
    expect(output).toContain('"event":"HostTokenMissing"');
    expect(output).toContain('"address":"127.0.0.1"');
    host.kill('SIGTERM');
    await once(host, 'exit');
  });

  it.each([
    ['another address without a token', { HOST_ADDRESS: '0.0.0.0' }, 'HOST_ADDRESS="0.0.0.0" requires a HOST_TOKEN'],
    ['half of a certificate', { SSL_KEY_PATH: '/key' }, 'SSL_KEY_PATH and SSL_CERT_PATH go together'],
    ['a token file that is not there', { HOST_TOKEN_FILE: '/none' }, 'HOST_TOKEN_FILE="/none" cannot be read'],
    ['a previous token alone', { HOST_PREVIOUS_TOKEN: 'geheim' }, 'HOST_PREVIOUS_TOKEN is set without a HOST_TOKEN'],
  ])('refuses to start with %s', async (_case, env, message) => {
    const host = spawnHost({ PORT: '0', ...env });
    const exited = once(host, 'exit');
    const line = await outputUntil(host.stderr, '\n');
    expect(line).toContain(message);
    expect(line).not.toContain('geheim');
    expect(await exited).toEqual([2, null]);
  });

  it('says which port it cannot have', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    const host = spawnHost({ PORT: String(port) });
    const exited = once(host, 'exit');
    const line = await outputUntil(host.stderr, '\n');
    expect(line).toContain(`cannot listen on port ${port}`);
    expect(await exited).toEqual([1, null]);
    other.close();
  });
});
