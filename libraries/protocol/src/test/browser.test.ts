import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

import { take, toArray } from 'rxjs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import type { TerminalInfo } from '../index.js';
import { awaitValue, TestHost } from './TestHost.js';

let host: TestHost;
beforeEach(async () => (host = await new TestHost().start()));
afterEach(() => host.dispose());

describe('a terminal on the WebSocket of browsers', () => {
  it('joins, answers, and comes back after a refusal', async () => {
    const script = fileURLToPath(new URL('./browserTerminal.js', import.meta.url));
    const flags = ['--conditions=browser', '--experimental-websocket', '--no-warnings'];
    const child = spawn(process.execPath, [...flags, script, host.url], { stdio: 'inherit', env: {} });
    try {
      const [announcement] = await host.received('UpdateTerminalInfo');
      expect(announcement?.req).toMatchObject({ name: 'browser' });
      const { serviceInfo } = announcement?.req as TerminalInfo;
      expect(Object.values(serviceInfo ?? {}).map(({ method }) => method)).not.toContain('Metrics');
      host.sendText(new Uint8Array([0, 255]));
      host.send({ trace_id: 'ping', method: 'Ping', req: {} });
      await awaitValue(host.received$, ({ res }) => res?.message === 'Pong');
      const socket = await awaitValue(host.sockets$);
      socket.close(1008, 'refused');
      await awaitValue(host.sockets$.pipe(take(2), toArray()));
      await host.received('UpdateTerminalInfo', 2);
    } finally {
      child.kill('SIGKILL');
    }
  });
});
