import { spawnSync } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import { gunzipSync } from 'node:zlib';

import { firstValueFrom, toArray } from 'rxjs';
import { describe, expect, it, onTestFinished } from 'vitest';

import type { LogQuery } from '../logs/LogQuery.js';
import { LogStore, type LogStoreOptions } from '../logs/LogStore.js';
import { readLog } from '../logs/readLog.js';
import { RunLog } from '../logs/RunLog.js';
import { temporaryFolder } from './packages.js';
import { SLOW } from './deployments.js';

const LIMITS = { segmentBytes: 1_000, segments: 10, budgetBytes: 1_000_000_000 };

function openStore(options: Partial<LogStoreOptions> = {}) {
  const dir = join(temporaryFolder(), 'logs');
  let nowMs = 1_000;
  const dropped: string[] = [];
  const store = new LogStore({
    dir,
    limits: LIMITS,
    clockMs: () => (nowMs += 1),
    present: () => new Set(['d']),
    onDropped: (_id, { droppedBytes }, reason) => dropped.push(`${droppedBytes} ${reason}`),
    ...options,
  });
  /** A run that writes these texts, in this order. */
  const run = async (...output: readonly (readonly ['stdout' | 'stderr', string | Buffer])[]) => {
    const log = store.open('d', randomUUID());
    const streams = { stdout: new PassThrough(), stderr: new PassThrough() };
    log.follow(streams.stdout, 'stdout');
    log.follow(streams.stderr, 'stderr');
    for (const [stream, text] of output) {
      streams[stream].write(text);
      await setImmediate();
    }
    streams.stdout.end();
    streams.stderr.end();
    return log.ended;
  };
  const read = (query: LogQuery = {}) => firstValueFrom(readLog(store, 'd', query).pipe(toArray()));
  const texts = async (query: LogQuery = {}) => (await read(query)).map(({ text }) => text);
  return { store, dir, run, read, texts, dropped, now: () => nowMs };
}

describe(LogStore.name, () => {
  it('counts what it has written over all runs', async () => {
    const { run, store } = openStore();
    expect(store.totals).toEqual({ writtenBytes: 0, droppedBytes: 0, writtenLines: 0 });
    await run(['stdout', 'one\ntwo\n'], ['stderr', 'three\n']);
    await run(['stdout', 'four\nfive']);
    expect(store.totals).toEqual({ writtenBytes: 23, droppedBytes: 0, writtenLines: 4 });
  });

  it('tells standard output, standard error and runs apart, and knows when a line came', async () => {
    const { run, read, texts } = openStore();
    await run(['stdout', 'one\ntwo\n'], ['stderr', 'three\n']);
    await run(['stdout', 'four\nfive']);
    const lines = await read();
    expect(lines.map(({ stream, text }) => `${stream} ${text}`)).toEqual([
      'stdout one',
      'stdout two',
      'stderr three',
      'stdout four',
      'stdout five',
    ]);
    const times = lines.map(({ timeMs }) => timeMs);
    expect(times).toEqual([...times].sort());
    expect(await texts({ run: 'current' })).toEqual(['four', 'five']);
    expect(await texts({ run: 'previous' })).toEqual(['one', 'two', 'three']);
    expect(await texts({ lines: 3 })).toEqual(['three', 'four', 'five']);
    expect(await texts({ lines: 0 })).toEqual([]);
    expect(await texts({ stream: 'stderr' })).toEqual(['three']);
    expect(await texts({ stream: 'stdout', lines: 3 })).toEqual(['two', 'four', 'five']);
    expect(await texts({ sinceMs: times[3] ?? 0 })).toEqual(['four', 'five']);
  });

  it('never mixes lines of the two streams', async () => {
    const { run, texts } = openStore();
    await run(['stdout', 'a1'], ['stderr', 'b1'], ['stdout', 'a2\n'], ['stderr', 'b2\n']);
    expect(await texts()).toEqual(['a1a2', 'b1b2']);
  });

  it('loses nothing when it rotates, and compresses what is closed', async () => {
    const { run, texts, dir } = openStore();
    const lines = Array.from({ length: 200 }, (_, index) => `line ${index} ${'ä'.repeat(10)}`);
    await run(...lines.map((line) => ['stdout', `${line}\n`] as const));
    expect(await texts()).toEqual(lines);
    const isTidy = () => readdirSync(dir).filter((name) => name.endsWith('.log')).length === 1;
    await expect.poll(isTidy, SLOW).toBe(true);
    expect(await texts()).toEqual(lines);
    const files = readdirSync(dir).filter((name) => !name.endsWith('.idx'));
    expect(files.length).toBeGreaterThan(5);
    expect(String(gunzipSync(readFileSync(join(dir, 'd.00000001.log.gz'))))).toMatch(/^line 0 /);
    expect(statSync(dir).mode & 0o777).toBe(0o700);
    expect(files.every((name) => (statSync(join(dir, name)).mode & 0o777) === 0o600)).toBe(true);
  });

  it('keeps as many segments as it may', async () => {
    const { run, texts, dir } = openStore({ limits: { ...LIMITS, segments: 3 } });
    const lines = Array.from({ length: 100 }, (_, index) => `${String(index).padStart(99, '0')}\n`);
    await run(...lines.map((line) => ['stdout', line] as const));
    await expect.poll(() => readdirSync(dir).filter((name) => /\.log(\.gz)?$/.test(name)).length, SLOW).toBe(3);
    const kept = await texts();
    expect(kept.at(-1)).toBe(lines.at(-1)?.trim());
  });

  it('follows from what is there to what comes, over rotations and runs, without a gap or a repetition', async () => {
    const { run, store } = openStore();
    const lines = Array.from({ length: 100 }, (_, index) => `line ${index} ${'x'.repeat(40)}`);
    await run(...lines.slice(0, 30).map((line) => ['stdout', `${line}\n`] as const));
    const seen: string[] = [];
    const reading = readLog(store, 'd', { lines: 10, follow: true }).subscribe(({ text }) => seen.push(text));
    await expect.poll(() => seen.length, SLOW).toBe(10);
    await run(...lines.slice(30, 60).map((line) => ['stdout', `${line}\n`] as const));
    await run(...lines.slice(60).map((line) => ['stdout', `${line}\n`] as const));
    await expect.poll(() => seen.length, SLOW).toBe(80);
    reading.unsubscribe();
    expect(seen).toEqual(lines.slice(20));
  });

  it('damages no character and no byte, however they arrive', async () => {
    const { run, texts, dir } = openStore({ limits: { ...LIMITS, segmentBytes: 10_000_000 } });
    const text = `${'äöü€😀'.repeat(20_000)}\nend\n`;
    const bytes = Buffer.from(text);
    const chunks: (readonly ['stdout', Buffer])[] = [];
    for (let at = 0; at < bytes.length; at += 4_097) chunks.push(['stdout', bytes.subarray(at, at + 4_097)]);
    expect(await run(...chunks)).toEqual({ writtenBytes: bytes.length, droppedBytes: 0 });
    expect(await texts()).toEqual([text.split('\n')[0], 'end']);
    const hash = (data: Buffer) => createHash('sha256').update(data).digest('hex');
    expect(hash(readFileSync(join(dir, 'd.log')))).toBe(hash(bytes));
  });

  it('says what it could not write, counts every byte, and goes on when it can again', async () => {
    const { store, dir, dropped, texts } = openStore();
    writeFileSync(dir, 'in the way');
    const log = store.open('d', randomUUID());
    const stdout = new PassThrough();
    log.follow(stdout, 'stdout');
    stdout.write('lost\n');
    await expect.poll(() => log.counts.droppedBytes, SLOW).toBe(5);
    rmSync(dir);
    const write = async () => {
      stdout.write('kept\n');
      await setImmediate();
      await log.flush();
      return log.counts.writtenBytes;
    };
    await expect.poll(write, SLOW).toBeGreaterThan(0);
    stdout.end();
    const { writtenBytes, droppedBytes } = await log.ended;
    expect(writtenBytes % 5).toBe(0);
    expect(dropped[0]).toContain(`${droppedBytes} `);
    expect((await texts()).find((line) => line.startsWith('[node-unit]'))).toContain(
      `${droppedBytes} bytes of the output`,
    );
    expect(existsSync(join(dir, 'd.log'))).toBe(true);
  });
});

describe('a full disk', () => {
  it(
    'costs the output that does not fit, and nothing once there is space again',
    { timeout: 120_000 },
    async (context) => {
      const dir = temporaryFolder();
      const { status } = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=256k', 'tmpfs', dir]);
      if (status !== 0) return context.skip('only root can mount a small disk');
      onTestFinished(() => void spawnSync('umount', [dir]));
      const { store } = openStore({ dir, limits: { ...LIMITS, segmentBytes: 100_000_000 } });
      const ballast = join(dir, 'ballast');
      const fill = spawnSync('dd', ['if=/dev/zero', `of=${ballast}`, 'bs=1k', 'count=200']);
      expect(fill.status).toBe(0);
      const log = store.open('d', randomUUID());
      const stdout = new PassThrough();
      log.follow(stdout, 'stdout');
      const line = `${'x'.repeat(999)}\n`;
      let produced = 0;
      const write = async () => {
        stdout.write(line);
        produced += line.length;
        await setImmediate();
        await log.flush();
        return log.counts;
      };
      await expect.poll(async () => (await write()).droppedBytes, { ...SLOW, interval: 1 }).toBeGreaterThan(0);
      rmSync(ballast);
      const before = log.counts.writtenBytes;
      await expect.poll(async () => (await write()).writtenBytes, SLOW).toBeGreaterThan(before);
      stdout.end();
      const { writtenBytes, droppedBytes } = await log.ended;
      expect(writtenBytes + droppedBytes).toBe(produced);
      expect(readFileSync(join(dir, 'd.log'), 'utf8')).toContain('bytes of the output were dropped: ENOSPC');
    },
  );
});

describe(RunLog.name, () => {
  it('holds a process up for a moment only when the disk hangs, and counts what is dropped then', async () => {
    let release = (): void => undefined;
    const hanging = new Promise<void>((resolve) => (release = resolve));
    let written = 0;
    const append = async (pieces: readonly { readonly bytes: Buffer }[]) => {
      await hanging;
      const bytes = pieces.reduce((sum, piece) => sum + piece.bytes.length, 0);
      written += bytes;
      return { position: 0, bytes };
    };
    const writer = { append, close: () => Promise.resolve() } as unknown as ConstructorParameters<
      typeof RunLog
    >[0]['writer'];
    const log = new RunLog({ writer, clockMs: Date.now, onWritten: () => undefined, onDropped: () => undefined });
    const stdout = new PassThrough();
    log.follow(stdout, 'stdout');
    const chunk = Buffer.from(`${'x'.repeat(99_999)}\n`);
    let produced = 0;
    const produce = (): number => {
      for (let count = 0; count < 20 && !stdout.isPaused(); count += 1) {
        stdout.write(chunk);
        produced += chunk.length;
      }
      return log.counts.droppedBytes;
    };
    await expect.poll(produce, SLOW).toBeGreaterThan(5_000_000);
    release();
    stdout.end();
    const counts = await log.ended;
    expect(counts.writtenBytes + counts.droppedBytes).toBe(produced);
    expect(written).toBeGreaterThanOrEqual(counts.writtenBytes);
  });
});
