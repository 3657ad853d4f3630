import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { describe, expect, it, onTestFinished } from 'vitest';

import { createLogger } from '../index.js';
import { LogSink } from '../log/LogSink.js';

const PROGRAM = fileURLToPath(new URL('./logProgram.js', import.meta.url));
/** A write that blocks ends only when somebody reads; a busy machine holds a process up for less. */
const BLOCKED_MS = 5_000;
const SLOW = { timeout: 30_000, interval: 10 };

function start(stdout: number | 'pipe') {
  const child: ChildProcess = spawn(process.execPath, [PROGRAM], { stdio: ['ignore', stdout, 'inherit', 'ipc'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  let ticks = 0;
  let longestMs = 0;
  child.on('message', (message: { longestMs: number }) => {
    ticks += 1;
    ({ longestMs } = message);
  });
  return { child, ticks: () => ticks, longestMs: () => longestMs };
}

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'log-test-'));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

function open(path: string, flags: string): number {
  const fd = openSync(path, flags);
  onTestFinished(() => closeSync(fd));
  return fd;
}

/** A pipe that is open for reading, but not read before the test does. */
function fifo(): { readonly path: string; readonly fd: number } {
  const path = join(folder(), 'pipe');
  spawnSync('mkfifo', [path]);
  return { path, fd: open(path, 'r+') };
}

describe(`the log of ${createLogger.name}`, () => {
  it.each(['a pipe', 'a socket'])(
    'never blocks a program whose log is %s that nobody reads, and counts',
    async (kind) => {
      const pipe = kind === 'a pipe' ? fifo() : undefined;
      const program = start(pipe?.fd ?? 'pipe');
      await expect.poll(program.ticks, SLOW).toBeGreaterThan(100);
      expect(program.longestMs()).toBeLessThan(BLOCKED_MS);
      let text = '';
      const reader = pipe ? spawn('cat', [pipe.path], { stdio: ['ignore', 'pipe', 'ignore'] }) : program.child;
      onTestFinished(() => void reader.kill('SIGKILL'));
      reader.stdout?.on('data', (chunk: Buffer) => (text += String(chunk)));
      const dropped = () => /^.*"event":"LogLinesDropped".*(?=\n)/m.exec(text)?.[0];
      await expect.poll(dropped, SLOW).toBeDefined();
      const line = dropped() ?? '{}';
      expect(JSON.parse(line)).toMatchObject({ level: 'warn', event: 'LogLinesDropped' });
      expect((JSON.parse(line) as { lines: number }).lines).toBeGreaterThan(100);
    },
  );

  it('outlives the end of its reader', async () => {
    const program = start('pipe');
    await expect.poll(program.ticks, SLOW).toBeGreaterThan(5);
    const before = program.ticks();
    program.child.stdout?.destroy();
    await expect.poll(program.ticks, SLOW).toBeGreaterThan(before + 50);
    expect(program.child.exitCode).toBeNull();
  });

  it('outlives a full disk', async () => {
    const program = start(open('/dev/full', 'w'));
    await expect.poll(program.ticks, SLOW).toBeGreaterThan(100);
    expect([program.child.exitCode, program.longestMs() < BLOCKED_MS]).toEqual([null, true]);
  });

  it('writes whole lines to a file, in order', async () => {
    const path = join(folder(), 'log');
    const program = start(open(path, 'a'));
    await expect.poll(program.ticks, SLOW).toBeGreaterThan(20);
    program.child.kill('SIGKILL');
    await expect.poll(() => program.child.signalCode, SLOW).toBe('SIGKILL');
    const lines = readFileSync(path, 'utf8').split('\n').slice(0, -1);
    const times = lines.map((line) => (JSON.parse(line) as { time: string }).time);
    expect(times).toEqual([...times].sort());
    expect(lines.length).toBeGreaterThan(100);
  });
});

describe(LogSink.name, () => {
  it('says how many lines it dropped when a full disk has space again', async () => {
    let isFull = true;
    let written = '';
    const recovered: number[] = [];
    const send = (bytes: Buffer): number => {
      if (isFull) throw new Error('ENOSPC');
      written += String(bytes);
      return bytes.length;
    };
    const sink = new LogSink({ send }, (lines) => recovered.push(lines));
    const line = `${'x'.repeat(1_023)}\n`;
    for (let count = 0; count < 1_100; count += 1) sink.write(line);
    isFull = false;
    await expect.poll(() => recovered, SLOW).toEqual([1_100 - 1_024]);
    await sink.flush(1_000);
    expect(written).toHaveLength(1_024 * 1_024);
  });
});
