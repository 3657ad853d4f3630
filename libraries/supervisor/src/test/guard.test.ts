import { spawn, spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { rmdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it, onTestFinished, vi } from 'vitest';

import { listProcesses, readProcFile } from '@node-unit/resource-usage';
import { spawnProcessGroup } from '../index.js';
import { dropPrivileges } from '../users/dropPrivileges.js';
import { SLOW } from './deployments.js';
import { createMemoryGroup } from './memoryGroup.js';
import { anyAlive, findGuards, isAlive, readJsonLine } from './processes.js';
import { canIsolate, TEST_RANGE } from './users.js';

/** As that user, so that nothing else is reached. */
function killUser(uid: number): void {
  const [setpriv = '', ...words] = dropPrivileges({ uid, gid: uid }, '/usr/bin/setpriv');
  spawnSync(setpriv, [...words, '/bin/sh', '-c', 'kill -s KILL -- -1']);
}

/** `RUNS=50` for more of the same. */
const RUNS = Number(process.env['RUNS'] ?? 2);
/** A second is what we promise; a machine that runs other tests beside this one gets room. */
const PROMPT = { timeout: 5_000, interval: 10 };
const AGENT = fileURLToPath(new URL('./agent.js', import.meta.url));

/** Enough for an agent and a family, which are about five times Node.js. */
const memoryGroup = createMemoryGroup(600_000_000);
afterAll(async () => {
  // A group is busy until the last of its processes has been waited for.
  if (memoryGroup !== undefined) await vi.waitFor(() => rmdirSync(memoryGroup), SLOW);
});

function startAgent(...args: readonly string[]) {
  return spawn(process.execPath, [AGENT, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
}

function pidsWithMarker(marker: string): readonly number[] {
  return (listProcesses() ?? []).filter((pid) => readProcFile(pid, 'environ').includes(marker));
}

describe(`the guard of ${spawnProcessGroup.name}`, () => {
  it.each(['SIGKILL', 'SIGTERM', 'SIGSEGV'] as const)(
    'kills the command, a child, a stray and a stopped child when the agent dies of %s',
    async (signal) => {
      const agent = startAgent('running');
      const { pids } = await readJsonLine<{ pids: number[] }>(agent.stdout);
      expect(pids).toHaveLength(4);
      expect(pids.every(isAlive)).toBe(true);
      agent.kill(signal);
      await expect.poll(() => anyAlive(pids), PROMPT).toBe(false);
    },
  );

  it('has a successor that knows all runs when somebody kills it', async () => {
    const agent = startAgent('running');
    const { pids } = await readJsonLine<{ pids: number[] }>(agent.stdout);
    const [first = 0] = findGuards(agent.pid ?? 0);
    process.kill(first, 'SIGKILL');
    await expect.poll(() => findGuards(agent.pid ?? 0).filter((pid) => pid !== first), PROMPT).toHaveLength(1);
    expect(pids.every(isAlive)).toBe(true);
    agent.kill('SIGKILL');
    await expect.poll(() => anyAlive(pids), PROMPT).toBe(false);
  });

  it.skipIf(memoryGroup === undefined)('does so when the agent and all that it runs are out of memory', async () => {
    const start = [
      '-c',
      'echo $$ > "$0/cgroup.procs" && exec "$@"',
      `${memoryGroup}`,
      process.execPath,
      AGENT,
      'running',
    ];
    const agent = spawn('/bin/sh', start, { stdio: ['ignore', 'pipe', 'inherit'] });
    const { pids } = await readJsonLine<{ pids: number[] }>(agent.stdout);
    expect(pids.map(isAlive)).toEqual([true, true, true, true]);
    const exited = once(agent, 'exit');
    agent.kill('SIGUSR2');
    expect(await exited).toEqual([null, 'SIGKILL']);
    await expect.poll(() => anyAlive(pids), PROMPT).toBe(false);
  });

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
      await expect.poll(() => anyAlive(seen.pids), PROMPT).toBe(false);
    },
  );

  it.runIf(canIsolate)('kills a process that forks for ever, whatever its number now', async () => {
    const agent = startAgent('chain', String(TEST_RANGE.last - 2));
    onTestFinished(() => void killUser(TEST_RANGE.last - 2));
    await readJsonLine(agent.stdout);
    agent.kill('SIGKILL');
    let isOver = false;
    // Every process of the chain holds the output.
    agent.stdout.on('end', () => (isOver = true)).resume();
    await expect.poll(() => isOver, SLOW).toBe(true);
  });

  it.each([0, 1, 2, 5, 10, 20, 40, 80])(
    'leaves nothing of commands that were started %i ms before the agent was killed',
    async (delayMs) => {
      const marker = randomUUID();
      const agent = startAgent(String(delayMs), marker);
      expect(await once(agent, 'exit')).toEqual([null, 'SIGKILL']);
      await expect.poll(() => pidsWithMarker(marker), PROMPT).toEqual([]);
    },
  );

  it.each(Array.from({ length: RUNS }, (_, run) => run + 1))(
    'leaves none of twelve process groups when the agent is killed, run %i',
    async () => {
      const agent = startAgent('twelve');
      const { pids } = await readJsonLine<{ pids: number[] }>(agent.stdout);
      // Two of the groups ignore SIGTERM; each has a child, a stopped child, and one in a session of its own.
      expect(pids).toHaveLength(18);
      agent.kill('SIGKILL');
      await expect.poll(() => pids.filter(isAlive), PROMPT).toEqual([]);
    },
  );
});
