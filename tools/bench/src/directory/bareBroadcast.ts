import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

import type { Sample } from '../measure.js';
import { Crowd } from './Crowd.js';
import { readProcess } from '../process/readProcess.js';

const SERVER = fileURLToPath(new URL('./bareServer.js', import.meta.url));
const CROWD = fileURLToPath(new URL('./bareCrowd.js', import.meta.url));

/** How much is sent. */
export interface Broadcast {
  readonly connections: number;
  /** To each of them. */
  readonly messages: number;
  /** Processes that the connections are in. */
  readonly crowds: number;
  readonly repetitions: number;
}

/** What it takes a bare server to send as many small messages to as many connections, and them to read it. */
export async function bareBroadcast(broadcast: Broadcast, signal: AbortSignal): Promise<readonly Sample[]> {
  const samples: Sample[] = [];
  while (samples.length < broadcast.repetitions) {
    signal.throwIfAborted();
    samples.push(await broadcastOnce(broadcast));
  }
  return samples;
}

async function broadcastOnce({ connections, messages, crowds: count }: Broadcast): Promise<Sample> {
  const server = spawn(process.execPath, [SERVER, String(messages)], { stdio: ['pipe', 'pipe', 'inherit'] });
  const crowds: Crowd[] = [];
  try {
    const url = await urlOf(server);
    for (let crowd = 0; crowd < count; crowd += 1) {
      const share = Math.floor((connections + crowd) / count);
      crowds.push(new Crowd(CROWD, [url, String(share), String(messages)]));
    }
    await Promise.all(crowds.map((crowd) => crowd.says((line) => line === 'open')));
    const before = readProcess(server.pid!);
    const startedMs = Date.now();
    server.stdin.write('go\n');
    const lines = await Promise.all(crowds.map((crowd) => crowd.says((line) => line.startsWith('received'))));
    const endMs = Math.max(...lines.map((line) => Number(line.split(' ')[1])));
    return { wallMs: endMs - startedMs, cpuMs: readProcess(server.pid!).cpuMs - before.cpuMs };
  } finally {
    for (const crowd of crowds) crowd.end();
    server.kill('SIGKILL');
  }
}

async function urlOf({ stdout }: ChildProcess): Promise<string> {
  const [port] = (await once(stdout!, 'data')) as [Buffer];
  return `ws://127.0.0.1:${port.toString().trim()}`;
}
