import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';

import { deriveKeyPair, type KeyPair } from '@node-unit/credentials';
import type { LocalCluster } from '@node-unit/local-cluster';
import { connectTerminal, type Terminal, type TerminalInfo } from '@node-unit/protocol';
import { filter, merge } from 'rxjs';

import { awaitFirst, RawTerminal } from '../bench/RawTerminal.js';
import { BATCH_SIZE, runFuzz } from './fuzzRun.js';

const HOST = '@host';
const MAX_GROWTH_BYTES = 300 * 1024 * 1024;

/** The same in every run, so that a seed gives the same messages. */
const keyOf = (name: string): KeyPair => deriveKeyPair(name, 'fuzz');

/** Those who mean well: one calls the other, and both watch the directory. */
interface Healthy {
  readonly caller: Terminal;
  readonly observer: Terminal;
}

async function joinHealthy({ hostUrl, hostToken }: LocalCluster): Promise<Healthy> {
  const [caller, observer] = ['healthy', 'observer'].map((name) =>
    connectTerminal({ hostUrl, hostToken, name, keyPair: keyOf(name) }),
  );
  assert.ok(caller && observer);
  for (const terminal of [caller, observer]) {
    const complete$ = terminal.terminalInfos$.pipe(filter((infos) => namesOf(infos).includes('observer')));
    await awaitFirst(complete$.pipe(filter((infos) => namesOf(infos).includes('healthy'))), 'the directory');
  }
  return { caller, observer };
}

const namesOf = (infos: readonly TerminalInfo[]): readonly unknown[] => infos.map(({ name }) => name);

/** The directory as the observer sees it, but for who fuzzes. */
async function directory({ observer }: Healthy, fuzzerId: string): Promise<readonly unknown[]> {
  const infos = await awaitFirst(observer.terminalInfos$, 'the directory');
  const others = infos.filter(({ terminal_id }) => terminal_id !== fuzzerId);
  return others.map(({ terminal_id, name, principal }) => JSON.stringify({ terminal_id, name, principal })).sort();
}

async function isWell({ caller, observer }: Healthy): Promise<void> {
  for (const targetTerminalId of [HOST, observer.terminalId]) {
    const { code } = await caller.requestForResponse({ method: 'Ping', req: {}, targetTerminalId, timeoutMs: 10_000 });
    assert.equal(code, 0);
  }
}

function residentBytes(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]) * 1_024;
}

/** A raw member that comes again when it was parted from. */
async function connectFuzzer(cluster: LocalCluster, before: RawTerminal): Promise<RawTerminal> {
  if (before.socket.readyState === before.socket.OPEN) return before;
  return new RawTerminal(cluster.hostUrl, { token: cluster.hostToken, keyPair: before.keyPair }).opened();
}

/** Sends cases to the host of a cluster, by a member of it; gives how many. */
export async function fuzzHost(cluster: LocalCluster, cases: number): Promise<number> {
  const healthy = await joinHealthy(cluster);
  let fuzzer = await new RawTerminal(cluster.hostUrl, { token: cluster.hostToken, keyPair: keyOf('fuzzer') }).opened();
  const pid = cluster.started[0]?.pid ?? 0;
  const before = { directory: await directory(healthy, fuzzer.id), bytes: residentBytes(pid) };
  const ids = { own: fuzzer.id, others: [HOST, healthy.caller.terminalId, healthy.observer.terminalId] };
  try {
    return await runFuzz({ ids, batches: cases / BATCH_SIZE, batchSize: BATCH_SIZE }, async (batch) => {
      fuzzer = await connectFuzzer(cluster, fuzzer);
      for (const each of batch) fuzzer.socket.send(each);
      const trace = fuzzer.ask(HOST, 'Ping', {});
      // All before it has been read when it is answered, unless the host has parted from who fuzzes.
      const answered$ = fuzzer.frames$.pipe(filter(({ body }) => body.trace_id === trace));
      await awaitFirst(merge(answered$, fuzzer.closed$), 'an answer, or the end of the connection');
      await isWell(healthy);
      assert.deepEqual(await directory(healthy, fuzzer.id), before.directory);
      assert.ok(residentBytes(pid) < before.bytes + MAX_GROWTH_BYTES, 'the host needs more and more memory');
    });
  } finally {
    fuzzer.close();
    await Promise.all([healthy.caller.dispose(), healthy.observer.dispose()]);
  }
}
