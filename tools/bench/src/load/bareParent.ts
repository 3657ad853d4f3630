import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';

import { LOAD_COMMAND } from './loadCommand.js';

/** Starts as many processes as its argument says, and ends them. What it needed for each goes to its standard output, as JSON. */
async function run(count: number): Promise<void> {
  const children: ChildProcess[] = [];
  const started = await costOf(async () => {
    for (let number = 0; number < count; number += 1) children.push(spawn(...LOAD_COMMAND, { stdio: 'ignore' }));
    await Promise.all(children.map((child) => once(child, 'spawn')));
  });
  const stopped = await costOf(async () => {
    const ended = children.map((child) => once(child, 'exit'));
    for (const child of children) child.kill('SIGTERM');
    await Promise.all(ended);
  });
  process.stdout.write(`${JSON.stringify({ started, stopped })}\n`);
}

async function costOf(work: () => Promise<unknown>): Promise<{ readonly wallMs: number; readonly cpuMs: number }> {
  const before = process.cpuUsage();
  const startedMs = performance.now();
  await work();
  const { user, system } = process.cpuUsage(before);
  return { wallMs: performance.now() - startedMs, cpuMs: (user + system) / 1_000 };
}

await run(Number(process.argv[2]));
