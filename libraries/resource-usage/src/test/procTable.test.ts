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

  it('does not know a process that has ended', async () => {
    const table = await procTable(PROC_UNITS ?? UNITS);
    expect(await table.usagesOf([2 ** 22 + 1])).toEqual(new Map());
  });
});
