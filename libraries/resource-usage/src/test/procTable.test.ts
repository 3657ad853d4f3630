import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';

import type { ProcessTable } from '../table/ProcessTable.js';
import { libraryTable } from '../table/libraryTable.js';
import { parseAuxiliaryVector, parseStat } from '../table/ProcProcess.js';
import { PROC_UNITS, procTable } from '../table/procTable.js';

const UNITS = { pageBytes: 4_096, ticksPerSecond: 100 };

describe(parseStat.name, () => {
  it('reads a process whose name contains what separates the fields', () => {
    const fields = ['S', 7, 1, 1, 0, -1, 0, 0, 0, 0, 0, 30, 12, 900, 900, 20, 0, 11, 0, 4_711, 1_000_000, 256, 9];
    expect(parseStat(`42 (a) R 1 (b)) ${fields.join(' ')}\n`, UNITS)).toEqual({
      pid: 42,
      ppid: 7,
      cpuTimeMs: 420,
      startTicks: '4711',
      memoryMb: 1,
    });
  });
});

describe(parseAuxiliaryVector.name, () => {
  const pairs = [
    [3, 99],
    [6, 65_536],
    [17, 250],
    [0, 0],
  ].flat();

  it('knows the size of pages and ticks, by the words of the machine', () => {
    const words8 = Buffer.alloc(pairs.length * 8);
    pairs.forEach((word, at) => words8.writeBigUInt64LE(BigInt(word), at * 8));
    const words4 = Buffer.alloc(pairs.length * 4);
    pairs.forEach((word, at) => words4.writeUInt32LE(word, at * 4));
    expect(parseAuxiliaryVector(words8, 8)).toEqual({ pageBytes: 65_536, ticksPerSecond: 250 });
    expect(parseAuxiliaryVector(words4, 4)).toEqual({ pageBytes: 65_536, ticksPerSecond: 250 });
  });

  it('knows nothing if the vector does not say it', () => {
    expect(parseAuxiliaryVector(Buffer.alloc(16), 8)).toBeUndefined();
    expect(parseAuxiliaryVector(Buffer.alloc(3), 8)).toBeUndefined();
  });
});

/** This process, as a table has it. */
async function ownProcess(table: ProcessTable) {
  const usage = (await table.usagesOf([process.pid])).get(process.pid);
  const link = table.links.find(({ pid }) => pid === process.pid);
  if (usage === undefined || link === undefined) throw new Error('this process is missing');
  return { ...usage, pid: link.pid, ppid: link.ppid };
}

describe.skipIf(PROC_UNITS === undefined)(procTable.name, () => {
  it('sees what the libraries see', async () => {
    const own = await ownProcess(await procTable(PROC_UNITS ?? UNITS));
    const other = await ownProcess(await libraryTable());
    expect(own).toMatchObject({ pid: process.pid, ppid: process.ppid });
    expect(other).toMatchObject({ pid: process.pid, ppid: process.ppid });
    expect(Math.abs(own.memoryMb - other.memoryMb) / other.memoryMb).toBeLessThan(0.5);
    expect(own.cpuTimeMs).toBeLessThanOrEqual(other.cpuTimeMs);
  });

  it('keeps in mind who started whom, and reads again only what was asked about', async () => {
    const units = PROC_UNITS ?? UNITS;
    const first = await procTable(units);
    await first.usagesOf([process.pid]);
    const child = spawn('sleep', ['60'], { stdio: 'ignore' });
    try {
      const second = await procTable(units);
      const linkOf = (pid: number | undefined) => second.links.find((link) => link.pid === pid);
      expect(linkOf(child.pid)).toMatchObject({ ppid: process.pid });
      expect(linkOf(process.pid)).toMatchObject({ ppid: process.ppid });
      expect(linkOf(process.ppid)).toEqual({ pid: process.ppid, ppid: expect.any(Number) as number });
      // Of a process that nobody has asked about before, nothing is known but its start.
      const usages = await second.usagesOf([process.ppid, process.pid]);
      expect(usages.get(process.ppid)).toMatchObject({ cpuPercent: 0 });
      expect(usages.get(process.ppid)?.memoryMb).toBeGreaterThan(0);
    } finally {
      child.kill('SIGKILL');
    }
  });

  it('knows after a while that a stranger has another parent', async () => {
    const shell = spawn('/bin/sh', ['-c', 'sleep 60 & echo $!; read line'], { stdio: ['pipe', 'pipe', 'ignore'] });
    const [printed] = (await once(shell.stdout, 'data')) as [Buffer];
    const pid = Number(printed);
    const parentOf = async () => (await procTable(PROC_UNITS ?? UNITS)).links.find((link) => link.pid === pid)?.ppid;
    try {
      expect(await parentOf()).toBe(shell.pid);
      const ended = once(shell, 'exit');
      shell.stdin.end();
      await ended;
      const parents = [];
      for (let look = 0; look < 12; look += 1) parents.push(await parentOf());
      expect(parents.at(-1)).not.toBe(shell.pid);
    } finally {
      process.kill(pid, 'SIGKILL');
    }
  });

  it('does not know a process that has ended', async () => {
    const table = await procTable(PROC_UNITS ?? UNITS);
    expect(await table.usagesOf([2 ** 22 + 1])).toEqual(new Map());
  });
});
