import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { afterEach, describe, expect, it } from 'vitest';

import { sampleProcessTrees, sumUsage } from '../index.js';

const children: ChildProcess[] = [];
/** A twentieth of a processor, as a share of the machine: far more than an idle process takes, and far less than a busy one gets. */
const LITTLE_PERCENT = 100 / availableParallelism() / 20;
const SLOW = { timeout: 30_000 };

/** A process that starts another one, which does the work and says when it has begun. */
async function startTree(work: string): Promise<number> {
  const grandchild = `${work}; console.log('working')`;
  const script = `require('node:child_process').spawn(process.execPath, ['-e', process.argv[1]], { stdio: 'inherit' })`;
  const child = spawn(process.execPath, ['-e', script, grandchild], {
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true,
  });
  children.push(child);
  await once(child.stdout, 'data');
  return child.pid ?? 0;
}

const totalOf = async (...roots: number[]) => sumUsage((await sampleProcessTrees(roots)).values());

afterEach(() => {
  for (const child of children.splice(0)) process.kill(-(child.pid ?? 0), 'SIGKILL');
});

describe(sampleProcessTrees.name, () => {
  it('counts the memory of the whole tree, each process once', async () => {
    const root = await startTree(`globalThis.held = Buffer.alloc(200 * 2 ** 20, 1); setInterval(() => {}, 1000)`);
    const { memoryMb } = await totalOf(root);
    expect(memoryMb).toBeGreaterThan(200);
    const twice = await totalOf(root, root);
    expect(twice.memoryMb).toBeLessThan(memoryMb * 1.5);
  });

  it('counts the CPU of the whole tree as a share of the machine', async () => {
    const busy = await startTree(`setInterval(() => { const end = Date.now() + 45; while (Date.now() < end); }, 50)`);
    const idle = await startTree(`setInterval(() => {}, 1000)`);
    await expect.poll(async () => (await totalOf(busy)).cpuPercent, SLOW).toBeGreaterThan(LITTLE_PERCENT);
    expect((await totalOf(busy)).cpuPercent).toBeLessThanOrEqual(100);
    await expect.poll(async () => (await totalOf(idle)).cpuPercent, SLOW).toBeLessThan(LITTLE_PERCENT);
  });

  it('knows the CPU time of every process of the tree, that before the first sample included', async () => {
    const root = await startTree(`while (process.cpuUsage().user < 300_000); setInterval(() => {}, 1000)`);
    const { cpuTimesMs } = (await sampleProcessTrees([root])).get(root) ?? {};
    const timesMs = [...(cpuTimesMs ?? [])];
    expect(timesMs.map(([pid]) => pid)).toContain(root);
    expect(timesMs).toHaveLength(2);
    expect(Math.max(...timesMs.map(([, timeMs]) => timeMs))).toBeGreaterThan(150);
  });

  it('counts nothing for processes that are gone', async () => {
    const child = spawn('true');
    await once(child, 'exit');
    expect(await sampleProcessTrees([child.pid ?? 0])).toEqual(new Map());
    expect(await sampleProcessTrees([])).toEqual(new Map());
  });

  it('counts a tree below another root for itself alone', async () => {
    const root = await startTree(`globalThis.held = Buffer.alloc(200 * 2 ** 20, 1); setInterval(() => {}, 1000)`);
    const usages = await sampleProcessTrees([process.pid, root]);
    const all = await totalOf(process.pid);
    expect(usages.get(root)?.memoryMb).toBeGreaterThan(200);
    expect((usages.get(process.pid)?.memoryMb ?? 0) + 150).toBeLessThan(all.memoryMb);
  });
});
