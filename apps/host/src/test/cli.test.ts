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

  it('says which port it cannot have', async () => {
    const other = createServer().listen(0);
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
