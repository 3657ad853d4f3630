import { setTimeout as delay } from 'node:timers/promises';

import { findRunProcesses } from './findRunProcesses.js';
import { sendSignal } from './sendSignal.js';

const LONGEST_PAUSE_MS = 1_000;

/** Kills every process of a run and resolves when none is left, however long the operating system takes. */
export async function killRun(groupId: number, runId: string): Promise<void> {
  sendSignal(-groupId, 'SIGKILL');
  for (let pauseMs = 2; ; pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)) {
    const pids = findRunProcesses(groupId, runId);
    if (pids.length === 0) return;
    pids.forEach((pid) => sendSignal(pid, 'SIGKILL'));
    await delay(pauseMs);
  }
}
