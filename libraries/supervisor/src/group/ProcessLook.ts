import { setImmediate as turn, setTimeout as delay } from 'node:timers/promises';

import { listProcesses, readProcFile } from '@node-unit/resource-usage';

type ProcFile = Parameters<typeof readProcFile>[1];

/** The processes of this machine at one moment. What is asked of a process is read once, whoever asks. */
export class ProcessLook {
  /** Undefined where there is no `/proc`. */
  public readonly pids: readonly number[] | undefined = listProcesses();
  readonly #files = new Map<string, string>();

  public read(pid: number, name: ProcFile): string {
    const key = `${pid} ${name}`;
    let text = this.#files.get(key);
    if (text === undefined) this.#files.set(key, (text = readProcFile(pid, name)));
    return text;
  }
}

/** The rest between two looks, so that many ends at once cost a part of the time only. */
const REST_MS_PER_PROCESS = 0.2;
const LONGEST_REST_MS = 100;

let coming: Promise<ProcessLook> | undefined;
let restEndsMs = 0;

/** A look that begins after this call: one for all who wait for it. */
export function nextLook(): Promise<ProcessLook> {
  return (coming ??= look());
}

async function look(): Promise<ProcessLook> {
  const restMs = restEndsMs - performance.now();
  await (restMs > 0 ? delay(restMs) : turn());
  coming = undefined;
  const seen = new ProcessLook();
  const { length = 0 } = seen.pids ?? [];
  restEndsMs = performance.now() + Math.min(LONGEST_REST_MS, length * REST_MS_PER_PROCESS);
  return seen;
}
