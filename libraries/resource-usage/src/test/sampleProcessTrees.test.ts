import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterEach, describe, expect, it } from 'vitest';

import { sampleProcessTrees } from '../index.js';

const children: ChildProcess[] = [];

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

afterEach(() => {
  for (const child of children.splice(0)) process.kill(-(child.pid ?? 0), 'SIGKILL');
});

describe(sampleProcessTrees.name, () => {
  it('counts the memory of the whole tree, each process once', async () => {
    const root = await startTree(`globalThis.held = Buffer.alloc(200 * 2 ** 20, 1); setInterval(() => {}, 1000)`);
    const { memoryMb } = await sampleProcessTrees([root]);
    expect(memoryMb).toBeGreaterThan(200);
    const twice = await sampleProcessTrees([root, root]);
    expect(twice.memoryMb).toBeLessThan(memoryMb * 1.5);
  });

  it('counts the CPU of the whole tree as a share of the machine', async () => {
    const busy = await startTree(`setInterval(() => { const end = Date.now() + 45; while (Date.now() < end); }, 50)`);
    const idle = await startTree(`setInterval(() => {}, 1000)`);
    await expect
      .poll(async () => (await sampleProcessTrees([busy])).cpuPercent, { timeout: 10_000 })
      .toBeGreaterThan(5);
    expect((await sampleProcessTrees([busy])).cpuPercent).toBeLessThanOrEqual(100);
    await expect.poll(async () => (await sampleProcessTrees([idle])).cpuPercent, { timeout: 10_000 }).toBeLessThan(5);
  });

  it('counts nothing for processes that are gone', async () => {
    const child = spawn('true');
    await once(child, 'exit');
    expect(await sampleProcessTrees([child.pid ?? 0])).toEqual({ cpuPercent: 0, memoryMb: 0 });
    expect(await sampleProcessTrees([])).toEqual({ cpuPercent: 0, memoryMb: 0 });
  });
});
