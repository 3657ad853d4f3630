import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

import { interval, map } from 'rxjs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';

import { awaitNames, awaitValue, TestHub } from './TestHub.js';

/** Longer in all than a process of a busy machine is left without a processor. */
const PING_INTERVAL_MS = 500;
const PING_MISSES = 3;
let hub: TestHub;
beforeEach(
  async () => (hub = await new TestHub({ pingIntervalMs: PING_INTERVAL_MS, pingMisses: PING_MISSES }).start()),
);
afterEach(() => hub.dispose());

describe('a host', () => {
  it('counts a terminal that is suspended as gone, and takes it back when it goes on', async () => {
    const [watcher] = await hub.connected('watcher');
    const script = fileURLToPath(new URL('./suspendableTerminal.js', import.meta.url));
    const child = spawn(process.execPath, [script, hub.url], { stdio: 'ignore', env: {} });
    try {
      await awaitNames(watcher!, 'watcher', 'suspendable');
      const suspendedAtMs = performance.now();
      child.kill('SIGSTOP');
      await awaitNames(watcher!, 'watcher');
      const afterMs = performance.now() - suspendedAtMs;
      expect(afterMs).toBeGreaterThan(PING_INTERVAL_MS * (PING_MISSES - 1));
      expect(afterMs).toBeLessThan(PING_INTERVAL_MS * (PING_MISSES + 1) + 5_000);
      const left = (await hub.logged('TerminalLeft')).map(({ fields }) => fields['reason']);
      expect(left).toEqual(['hung']);
      child.kill('SIGCONT');
      await awaitNames(watcher!, 'watcher', 'suspendable');
    } finally {
      child.kill('SIGKILL');
    }
  });

  it('asks a silent connection by the protocol and by the socket, and keeps one that answers either', async () => {
    const [watcher] = await hub.connected('watcher');
    // The ws package answers pings of the socket by itself, and this client answers nothing else.
    const client = await hub.announced('silent');
    await awaitValue(client.texts$.pipe(map((text) => text.includes('"Ping"'))), Boolean);
    let pings = 0;
    client.socket.on('ping', () => (pings += 1));
    await awaitValue(interval(5), () => pings > PING_MISSES * 2);
    await awaitNames(watcher!, 'watcher', 'silent');
    const mute = new WebSocket(`${hub.url}/?terminal_id=mute`, { autoPong: false });
    const closed = new Promise((resolve) => mute.once('close', resolve));
    expect(await closed).toBe(1006);
    await awaitNames(watcher!, 'watcher', 'silent');
  });

  it('announces an eviction once', async () => {
    const [watcher] = await hub.connected('watcher');
    const seqIds: number[] = [];
    watcher!
      .subscribeChannel<{ seq_id: number; payload?: object }>({ type: 'HostEvent', targetTerminalId: '@host' })
      .subscribe(({ seq_id, payload }) => payload && 'old' in payload && seqIds.push(seq_id));
    const mute = new WebSocket(`${hub.url}/?terminal_id=mute`, { autoPong: false });
    await new Promise((resolve) => mute.once('open', resolve));
    const req = { terminal_id: 'mute', name: 'mute' };
    mute.send(
      `{}\n${JSON.stringify({ trace_id: 't', source_terminal_id: 'mute', method: 'UpdateTerminalInfo', req })}`,
    );
    await awaitNames(watcher!, 'watcher', 'mute');
    await awaitNames(watcher!, 'watcher');
    await watcher!.requestForResponse({ method: 'Ping', req: {}, targetTerminalId: '@host' });
    expect(seqIds).toHaveLength(1);
  });
});
