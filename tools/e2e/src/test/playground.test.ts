import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface, type Interface } from 'node:readline';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

import { processesWith } from '@node-unit/local-cluster';
import { describe, expect, it, onTestFinished } from 'vitest';

const PLAYGROUND = fileURLToPath(new URL('cli.js', import.meta.resolve('@node-unit/playground')));

const POLICY = `export const createClaimPolicy = () => ({
  name: 'mine',
  describe: () => ({ name: 'mine', settings: {} }),
  rank: (deployment, nodeUnits, { deploymentsByAddress }) =>
    nodeUnits.map(({ address }) => {
      const deployments = deploymentsByAddress.get(address)?.length ?? 0;
      return { kind: 'scored', address, score: deployments, metrics: { deployments } };
    }),
});`;

interface Step {
  readonly event: string;
  readonly [field: string]: unknown;
}

interface Playground {
  readonly child: ChildProcessByStdio<null, Readable, Readable>;
  readonly lines: Interface;
  readonly steps: Step[];
  readonly folder: string;
  readonly ended: Promise<unknown[]>;
}

/** Everything temporary of a run lies below a folder of its own, so that what is left behind can be seen. */
function start(...args: readonly string[]): Playground {
  const folder = mkdtempSync(join(tmpdir(), 'playground-test-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  // The database must be able to enter it, or it would go elsewhere.
  chmodSync(folder, 0o755);
  const child = spawn(process.execPath, [PLAYGROUND, '--json', ...args], {
    env: { PATH: process.env['PATH'] ?? '', TMPDIR: folder, INIT_CWD: folder },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const steps: Step[] = [];
  const lines = createInterface({ input: child.stdout });
  lines.on('line', (line) => steps.push(JSON.parse(line) as Step));
  return { child, lines, steps, folder, ended: once(child, 'close') };
}

async function untilStep({ lines, steps, ended }: Playground, event: string): Promise<void> {
  const reached = (): boolean => steps.some((step) => step.event === event);
  const end = ended.then(() => Promise.reject(new Error(`the playground ended before "${event}"`)));
  while (!reached()) await Promise.race([once(lines, 'line'), end]);
  end.catch(() => undefined);
}

/** All programs of a cluster, and the processes of its deployments, carry its temporary folder in their environment. */
function nothingIsLeft({ folder }: Playground): void {
  expect(processesWith(folder)).toEqual([]);
  expect(readdirSync(folder)).toEqual([]);
}

describe('the playground', { timeout: 240_000 }, () => {
  it('tells the story by itself with --once, by a policy from where the person is, and leaves nothing behind', async () => {
    const playground = start('--once', '--policy', './mine.mjs');
    const policy = join(playground.folder, 'mine.mjs');
    writeFileSync(policy, POLICY);
    expect(await playground.ended).toEqual([0, null]);
    const events = playground.steps.map(({ event }) => event);
    const story = ['running', 'killed', 'lost', 'released', 'claimed', 'healed', 'no_orphans', 'stopped'];
    expect(events.filter((event) => story.includes(event))).toEqual(story);
    const healed = playground.steps.find(({ event }) => event === 'healed');
    expect(Object.values(healed?.['distribution'] as Record<string, number>)).toEqual([3, 3]);
    rmSync(policy);
    nothingIsLeft(playground);
  });

  it('stops in order when it is asked to while everything runs, and leaves nothing behind', async () => {
    const playground = start('--nodes', '2', '--deployments', '2');
    await untilStep(playground, 'ready');
    expect(processesWith(playground.folder).length).toBeGreaterThanOrEqual(6);
    playground.child.kill('SIGINT');
    expect(await playground.ended).toEqual([0, null]);
    nothingIsLeft(playground);
  });

  it.each([
    ['SIGINT', 'starting'],
    ['SIGTERM', 'online'],
    ['SIGHUP', 'inserted'],
  ] as const)('is interrupted by %s after "%s", and leaves nothing behind', async (signal, event) => {
    const playground = start();
    await untilStep(playground, event);
    playground.child.kill(signal);
    expect(await playground.ended).toEqual([130, null]);
    nothingIsLeft(playground);
  });

  it('takes everything along when it is killed itself', async () => {
    const playground = start('--nodes', '2', '--deployments', '2');
    await untilStep(playground, 'ready');
    playground.child.kill('SIGKILL');
    await playground.ended;
    await expect.poll(() => processesWith(playground.folder), { timeout: 30_000, interval: 20 }).toEqual([]);
  });

  it('says why it cannot start', async () => {
    const occupant = createServer().listen(0, '127.0.0.1');
    onTestFinished(() => void occupant.close());
    await once(occupant, 'listening');
    const { port } = occupant.address() as AddressInfo;
    const playground = start('--port', String(port));
    expect(await playground.ended).toEqual([1, null]);
    expect(playground.steps.at(-1)).toMatchObject({ event: 'failed' });
    expect(String(playground.steps.at(-1)?.['text'])).toContain(`port ${port}`);
  });

  it.each([
    ['a folder that cannot be made', ['--data', '/proc/no-such-folder/data'], /^.*a database cannot be kept in .*\n$/],
    ['a story in which nobody claims', ['--once', '--policy', 'none'], /^error: .*--policy none/],
  ])('is refused at once with exit code 2: %s', async (_case, args, message) => {
    const playground = start(...args);
    const errors = text(playground.child.stderr);
    expect(await playground.ended).toEqual([2, null]);
    const told = playground.steps.at(-1)?.event === 'failed' ? `${String(playground.steps.at(-1)?.['text'])}\n` : '';
    expect(`${await errors}${told}`).toMatch(message);
    nothingIsLeft(playground);
  });
});
