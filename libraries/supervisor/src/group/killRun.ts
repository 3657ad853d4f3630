import { setTimeout as delay } from 'node:timers/promises';

import { findRunProcesses, type RunMarks } from './findRunProcesses.js';
import { sendSignal } from './sendSignal.js';

const LONGEST_PAUSE_MS = 1_000;

/** Kills every process of a run and resolves when none is left, however long the operating system takes. */
export async function killRun(run: RunMarks): Promise<void> {
  sendSignal(-run.groupId, 'SIGKILL');
  await killAll(() => findRunProcesses(run));
}

/** Kills what is found until nothing is found any more. */
export async function killAll(find: () => readonly number[]): Promise<void> {
  for (let pauseMs = 2; ; pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)) {
    const pids = find();
    if (pids.length === 0) return;
    pids.forEach((pid) => sendSignal(pid, 'SIGKILL'));
    await delay(pauseMs);
  }
}
