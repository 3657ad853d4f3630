import { readFileSync } from 'node:fs';
import { setImmediate as turn } from 'node:timers/promises';

import { listProcesses, readProcFile } from '../procFolder.js';
import type { ProcessTable, ProcessUsage } from './ProcessTable.js';
import { parseAuxiliaryVector, parseStat, type ProcProcess, type ProcUnits } from './ProcProcess.js';
import type { ProcessLink } from './processTrees.js';

/** Read without a turn of the event loop: about 2 ms. */
const AT_ONCE = 200;
const WORD_BYTES = process.arch === 'arm' || process.arch === 'ia32' ? 4 : 8;

/** What `/proc` counts in; undefined where there is none as on Linux. */
export const PROC_UNITS = readUnits();

/** At times everything is read: the process id of a stranger may belong to a process of ours now. */
const LOOKS_PER_FULL_LOOK = 12;

let looks = 0;
let lastLook: Look | undefined;

/**
 * As `/proc` lists them, read in this process: a child that does it costs ten times as much. Processes that nobody asked
 * about in the look before are not read again, so a look costs what the own processes cost, however many others there are.
 */
export async function procTable(units: ProcUnits): Promise<ProcessTable> {
  const isFull = looks % LOOKS_PER_FULL_LOOK === 0;
  looks += 1;
  const look = new Look(units, lastLook);
  const strangers = isFull ? undefined : lastLook?.strangers();
  await look.take(strangers);
  lastLook = look;
  return look;
}

/** What was read in the look before. */
interface Before {
  readonly processes: ReadonlyMap<number, ProcProcess>;
  readonly takenAtMs: number;
}

const NOTHING: Before = { processes: new Map(), takenAtMs: 0 };

class Look implements ProcessTable {
  public links: readonly ProcessLink[] = [];
  readonly #units: ProcUnits;
  readonly #before: Before;
  readonly #processes = new Map<number, ProcProcess>();
  #takenAtMs = 0;
  #asked: ReadonlySet<number> = new Set();

  public constructor(units: ProcUnits, before: Look | undefined) {
    this.#units = units;
    this.#before = before ? { processes: before.#processes, takenAtMs: before.#takenAtMs } : NOTHING;
  }

  public async take(strangers: ReadonlyMap<number, ProcessLink> | undefined): Promise<void> {
    const links: ProcessLink[] = [];
    for (const [number, pid] of (listProcesses() ?? []).entries()) {
      if (number % AT_ONCE === AT_ONCE - 1) await turn();
      const link = strangers?.get(pid) ?? this.#processOf(pid);
      if (link !== undefined) links.push(link);
    }
    this.links = links;
    this.#takenAtMs = performance.now();
  }

  /** Those that nobody asked about. */
  public strangers(): ReadonlyMap<number, ProcessLink> {
    return new Map(this.links.filter(({ pid }) => !this.#asked.has(pid)).map(({ pid, ppid }) => [pid, { pid, ppid }]));
  }

  public usagesOf(pids: readonly number[]): Promise<ReadonlyMap<number, ProcessUsage>> {
    this.#asked = new Set(pids);
    const usages = new Map<number, ProcessUsage>();
    for (const pid of pids) {
      const process = this.#processOf(pid);
      if (process !== undefined) usages.set(pid, this.#usageOf(process));
    }
    return Promise.resolve(usages);
  }

  #processOf(pid: number): ProcProcess | undefined {
    const known = this.#processes.get(pid);
    if (known !== undefined) return known;
    const stat = readProcFile(pid, 'stat');
    if (stat === '') return undefined;
    const process = parseStat(stat, this.#units);
    this.#processes.set(pid, process);
    return process;
  }

  /** A process id that is used again counts as new. */
  #usageOf({ pid, startTicks, cpuTimeMs, memoryMb }: ProcProcess): ProcessUsage {
    const { processes, takenAtMs } = this.#before;
    const earlier = processes.get(pid);
    const startMs = earlier?.startTicks === startTicks ? earlier.cpuTimeMs : cpuTimeMs;
    const cpuPercent = ((cpuTimeMs - startMs) / Math.max(1, this.#takenAtMs - takenAtMs)) * 100;
    return { cpuPercent, memoryMb, cpuTimeMs };
  }
}

function readUnits(): ProcUnits | undefined {
  if (process.platform !== 'linux') return undefined;
  try {
    return parseAuxiliaryVector(readFileSync('/proc/self/auxv'), WORD_BYTES);
  } catch {
    return undefined;
  }
}
