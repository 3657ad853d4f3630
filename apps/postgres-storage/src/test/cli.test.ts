import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';

import { describe, expect, it } from 'vitest';

const CLI = fileURLToPath(new URL('../cli.js', import.meta.url));
const HOST_URL = 'ws://127.0.0.1:9/?host_token=geheim';

function start(env: Record<string, string>) {
  const child = spawn(process.execPath, [CLI], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  return { child, exited: once(child, 'exit') };
}

async function outputUntil(stream: Readable, text: string): Promise<string> {
  let output = '';
  for await (const chunk of stream) {
    output += String(chunk);
    if (output.includes(text)) break;
  }
  return output;
}

/** A port of this machine on which nobody listens any more. */
async function closedPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

describe('node-unit-postgres-storage', () => {
  it('waits for a database that is not there yet, and stops in order meanwhile', async () => {
    const uri = `postgres://postgres:geheim@127.0.0.1:${await closedPort()}/none`;
    const { child, exited } = start({ HOST_URL, POSTGRES_URI: uri });
    const output = await outputUntil(child.stdout, 'DatabaseUnavailable');
    expect(output).toContain('ECONNREFUSED');
    expect(output).not.toContain('geheim');
    child.kill('SIGTERM');
    expect(await exited).toEqual([0, null]);
  });

  it.each([
    ['no database', { HOST_URL }, 'POSTGRES_URI is not set'],
    ['a database that is none', { HOST_URL, POSTGRES_URI: 'mysql://u:geheim@h/d' }, 'POSTGRES_URI=<secret>'],
    ['a misspelt variable', { HOST_URL, POSTGRES_URL: 'x' }, 'did you mean POSTGRES_URI?'],
  ])('says in one line what is wrong and exits with 2: %s', async (_case, env, message) => {
    const { child, exited } = start(env);
    const line = await outputUntil(child.stderr, '\n');
    expect(line).toContain(message);
    expect(line).not.toContain('geheim');
    expect(await exited).toEqual([2, null]);
  });
});
