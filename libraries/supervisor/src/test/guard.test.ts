import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';

import { listProcesses, readProcFile, spawnProcessGroup } from '../index.js';
import { canIsolate, TEST_RANGE } from './users.js';
import { anyAlive, isAlive, readJsonLine } from './processes.js';

/** `RUNS=50` for more of the same. */
const RUNS = Number(process.env['RUNS'] ?? 2);
const AGENT = fileURLToPath(new URL('./agent.js', import.meta.url));

function startAgent(...args: readonly string[]) {
  return spawn(process.execPath, [AGENT, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
}

function pidsWithMarker(marker: string): readonly number[] {
  return (listProcesses() ?? []).filter((pid) => readProcFile(pid, 'environ').includes(marker));
}

describe(`the guard of ${spawnProcessGroup.name}`, () => {
  it.each(['SIGKILL', 'SIGTERM', 'SIGSEGV'] as const)(
    'kills the command, a child, a stray and a stopped child within a second when the agent dies of %s',
    async (signal) => {
      const agent = startAgent('running');
      const { pids } = await readJsonLine<{ pids: number[] }>(agent.stdout);
      expect(pids).toHaveLength(4);
      expect(pids.every(isAlive)).toBe(true);
      agent.kill(signal);
      await expect.poll(() => anyAlive(pids), { timeout: 1_000, interval: 10 }).toBe(false);
    },
  );

  it.runIf(canIsolate).each(['SIGKILL', 'SIGTERM'] as const)(
    'kills a process with a clean environment in a session of its own, and cannot be killed by it, when the agent dies of %s',
    async (signal) => {
      const uid = TEST_RANGE.last - 1;
      const agent = startAgent('isolated', String(uid));
      onTestFinished(() => void agent.kill('SIGKILL'));
      const seen = await readJsonLine<{ pids: number[]; uid: number; kill: string[] }>(agent.stdout);
      expect(seen).toMatchObject({ uid, kill: ['EPERM'] });
      expect(seen.pids.map(isAlive)).toEqual([true, true]);
      agent.kill(signal);
      await expect.poll(() => anyAlive(seen.pids), { timeout: 2_000, interval: 10 }).toBe(false);
    },
  );

  it.each([0, 1, 2, 5, 10, 20, 40, 80])(
    'leaves nothing of commands that were started %i ms before the agent was killed',
    async (delayMs) => {
      const marker = randomUUID();
      const agent = startAgent(String(delayMs), marker);
      expect(await once(agent, 'exit')).toEqual([null, 'SIGKILL']);
      await expect.poll(() => pidsWithMarker(marker), { timeout: 1_000, interval: 10 }).toEqual([]);
    },
  );

  it.each(Array.from({ length: RUNS }, (_, run) => run + 1))(
    'leaves none of twelve process groups within a second when the agent is killed, run %i',
    async () => {
      const agent = startAgent('twelve');
      const { pids } = await readJsonLine<{ pids: number[] }>(agent.stdout);
      // Two of the groups ignore SIGTERM; each has a child, a stopped child, and one in a session of its own.
      expect(pids).toHaveLength(18);
      agent.kill('SIGKILL');
      await expect.poll(() => pids.filter(isAlive), { timeout: 1_000, interval: 10 }).toEqual([]);
    },
  );
});
