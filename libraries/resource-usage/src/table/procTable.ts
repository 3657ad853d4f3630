import { readFileSync } from 'node:fs';
import { setImmediate as turn } from 'node:timers/promises';

import { listProcesses, readProcFile } from '../procFolder.js';
import type { ProcessTable, ProcessUsage } from './ProcessTable.js';
import { parseAuxiliaryVector, parseStat, type ProcProcess, type ProcUnits } from './ProcProcess.js';

/** Read without a turn of the event loop: about 2 ms. */
const AT_ONCE = 200;
const WORD_BYTES = process.arch === 'arm' || process.arch === 'ia32' ? 4 : 8;

/** What `/proc` counts in; undefined where there is none as on Linux. */
export const PROC_UNITS = readUnits();

interface Look {
  readonly processes: ReadonlyMap<number, ProcProcess>;
  readonly takenAtMs: number;
}

let lastLook: Look = { processes: new Map(), takenAtMs: 0 };

/** As `/proc` lists them, read in this process: a child that does it costs ten times as much. */
export async function procTable(units: ProcUnits): Promise<ProcessTable> {
  const before = lastLook;
  const look = { processes: await readProcesses(units), takenAtMs: performance.now() };
  lastLook = look;
  return { links: [...look.processes.values()], usagesOf: (pids) => Promise.resolve(usagesOf(pids, look, before)) };
}

async function readProcesses(units: ProcUnits): Promise<ReadonlyMap<number, ProcProcess>> {
  const processes = new Map<number, ProcProcess>();
  for (const [number, pid] of (listProcesses() ?? []).entries()) {
    if (number % AT_ONCE === AT_ONCE - 1) await turn();
    const stat = readProcFile(pid, 'stat');
    if (stat !== '') processes.set(pid, parseStat(stat, units));
  }
  return processes;
}

/** A process id that is used again counts as new. */
function usagesOf(pids: readonly number[], { processes, takenAtMs }: Look, before: Look) {
  const usages = new Map<number, ProcessUsage>();
  for (const pid of pids) {
    const process = processes.get(pid);
    if (process === undefined) continue;
    const earlier = before.processes.get(pid);
    const startMs = earlier?.startTicks === process.startTicks ? earlier.cpuTimeMs : process.cpuTimeMs;
    const { memoryMb, cpuTimeMs } = process;
    const cpuPercent = ((cpuTimeMs - startMs) / Math.max(1, takenAtMs - before.takenAtMs)) * 100;
    usages.set(pid, { cpuPercent, memoryMb, cpuTimeMs });
  }
  return usages;
}

function readUnits(): ProcUnits | undefined {
  if (process.platform !== 'linux') return undefined;
  try {
    return parseAuxiliaryVector(readFileSync('/proc/self/auxv'), WORD_BYTES);
  } catch {
    return undefined;
  }
}
