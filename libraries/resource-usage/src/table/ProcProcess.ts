import type { ProcessLink } from './processTrees.js';

/** A process as `/proc/<pid>/stat` describes it. */
export interface ProcProcess extends ProcessLink {
  /** CPU time since its start, in ms of one core. */
  readonly cpuTimeMs: number;
  /** Since the machine started. A process id that is used again has another one. */
  readonly startTicks: string;
  readonly memoryMb: number;
}

/** What the numbers of `/proc` count. */
export interface ProcUnits {
  readonly pageBytes: number;
  readonly ticksPerSecond: number;
}

/** Reads `/proc/<pid>/stat`. Its fields are counted from the end of the name, which may contain spaces and parentheses. */
export function parseStat(stat: string, { pageBytes, ticksPerSecond }: ProcUnits): ProcProcess {
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ', 22);
  const ticks = Number(fields[11]) + Number(fields[12]);
  return {
    pid: Number.parseInt(stat, 10),
    ppid: Number(fields[1]),
    cpuTimeMs: (ticks * 1_000) / ticksPerSecond,
    startTicks: fields[19] ?? '',
    memoryMb: (Number(fields[21]) * pageBytes) / 2 ** 20,
  };
}

const PAGE_SIZE = 6;
const CLOCK_TICKS = 17;

/**
 * Reads `/proc/self/auxv`: pairs of words, a key and its value, in the byte order of the machine.
 *
 * @param wordBytes - 4 or 8.
 *
 * @returns undefined if it does not say what is needed
 */
export function parseAuxiliaryVector(vector: Buffer, wordBytes: 4 | 8): ProcUnits | undefined {
  const word = (at: number): number => (wordBytes === 8 ? Number(vector.readBigUInt64LE(at)) : vector.readUInt32LE(at));
  const values = new Map<number, number>();
  for (let at = 0; at + 2 * wordBytes <= vector.length; at += 2 * wordBytes) values.set(word(at), word(at + wordBytes));
  const [pageBytes, ticksPerSecond] = [values.get(PAGE_SIZE), values.get(CLOCK_TICKS)];
  return pageBytes && ticksPerSecond ? { pageBytes, ticksPerSecond } : undefined;
}
