import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setImmediate as turn } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

import { startLocalCluster } from '@node-unit/local-cluster';
import { encodeFrame } from '@node-unit/protocol';
import { WebSocket } from 'ws';

import type { Figure } from '../Figure.js';
import { distributionOf, type Sample } from '../measure.js';
import type { Subject } from '../Subject.js';

const BARE_RELAY = fileURLToPath(new URL('../bareRelay.js', import.meta.url));
/** Sent in one turn of the event loop. */
const BURST = 50;

/** Messages that the host relays from one terminal to another, every source checked. */
export function relay({ messages = 20_000, repetitions = 5 } = {}): Subject {
  return {
    name: 'relay',
    description: 'messages through the host, beside a relay that checks nothing',
    measure: (signal) => figures(messages, repetitions, signal),
  };
}

async function* figures(messages: number, repetitions: number, signal: AbortSignal): AsyncGenerator<Figure> {
  const cluster = await startLocalCluster({ signal });
  const bare = spawn(process.execPath, [BARE_RELAY], { stdio: ['ignore', 'pipe', 'inherit'] });
  try {
    const hostUrl = `${cluster.hostUrl}/?host_token=${encodeURIComponent(cluster.hostToken)}`;
    const [throughHost, throughBare] = [await connect(hostUrl), await connect(`${await urlOf(bare)}/?`)];
    const [measured, baseline]: [Sample[], Sample[]] = [[], []];
    for (let repetition = 0; repetition < repetitions; repetition += 1) {
      signal.throwIfAborted();
      baseline.push(await send(throughBare, messages));
      measured.push(await send(throughHost, messages));
    }
    for (const socket of [...throughHost, ...throughBare]) socket.terminate();
    const [own, other] = [distributionOf(measured), distributionOf(baseline)];
    yield {
      subject: 'relay',
      what: {
        en: `one of ${messages} messages of about 300 bytes`,
        zh: `${messages} 条约 300 字节的消息中的一条`,
      },
      measured: own,
      baseline: { ...other, what: { en: 'a relay that checks nothing', zh: '不做任何检查的中继' } },
      ratio: other.median / own.median,
      ratioOf: 'wall',
    };
  } finally {
    bare.kill('SIGKILL');
    await cluster.stop();
  }
}

type Pair = readonly [source: WebSocket, target: WebSocket];

async function connect(url: string): Promise<Pair> {
  const open = async (id: string): Promise<WebSocket> => {
    const socket = new WebSocket(`${url}&terminal_id=${id}`);
    await once(socket, 'open');
    return socket;
  };
  return [await open('source'), await open('target')];
}

async function urlOf({ stdout }: ChildProcess): Promise<string> {
  const [port] = (await once(stdout!, 'data')) as [Buffer];
  return `ws://127.0.0.1:${port.toString().trim()}`;
}

async function send([source, target]: Pair, messages: number): Promise<Sample> {
  const arrived = counted(target, messages);
  const cpuBefore = process.cpuUsage();
  const startedMs = performance.now();
  for (let sent = 0; sent < messages; sent += 1) {
    source.send(frame(sent));
    if (sent % BURST === BURST - 1) await turn();
  }
  await arrived;
  const wallMs = (performance.now() - startedMs) / messages;
  const { user, system } = process.cpuUsage(cpuBefore);
  return { wallMs, cpuMs: (user + system) / 1_000 / messages };
}

/** The host sends messages of its own as well. */
function counted(target: WebSocket, messages: number): Promise<void> {
  return new Promise((resolve) => {
    let left = messages;
    const onMessage = (data: Buffer): void => {
      if (!data.includes('"bench"')) return;
      left -= 1;
      if (left > 0) return;
      target.off('message', onMessage);
      resolve();
    };
    target.on('message', onMessage);
  });
}

function frame(number: number): string {
  const req = { text: 'x'.repeat(100), number };
  const ids = { source_terminal_id: 'source', target_terminal_id: 'target' };
  return encodeFrame({ trace_id: `trace-${number}`, seq_id: 0, ...ids, method: 'bench', req });
}
