import { describe, expect, it, onTestFinished } from 'vitest';

import { listProcesses, readProcFile } from '@node-unit/resource-usage';
import { LeaseKeeper, type LeaseMode, monotonicMs } from '../index.js';
import {
  deadlineMs,
  expiredRuns,
  nextDeadlineMs,
  NO_LEASES,
  withoutRun,
  withProof,
  withRun,
} from '../lease/LeaseBook.js';
import { deployment, idlePackage, SLOW, startSupervisor } from './deployments.js';
import { isAlive } from './processes.js';

describe('the book of leases', () => {
  const run = { runId: 'r', deploymentId: 'd', exclusiveMs: 1_000 };
  const book = withRun(withProof(NO_LEASES, 5_000), run);

  it('counts from the sending of the request that was last proven', () => {
    expect(deadlineMs(book, run)).toBe(6_000);
    expect(nextDeadlineMs(book)).toBe(6_000);
    expect([expiredRuns(book, 5_999), expiredRuns(book, 6_000)]).toEqual([[], [run]]);
  });

  it('never lets an older proof, or none, count', () => {
    expect(deadlineMs(withProof(book, 4_000), run)).toBe(6_000);
    expect(deadlineMs(withProof(book, 5_500), run)).toBe(6_500);
    expect(expiredRuns(withRun(NO_LEASES, run), 0)).toEqual([run]);
    expect(nextDeadlineMs(withoutRun(book, 'r'))).toBeUndefined();
  });
});

function startWithLeases(mode: LeaseMode = 'enforce') {
  const expired: string[] = [];
  const leases = new LeaseKeeper({ mode, onExpired: (id) => expired.push(id) });
  const started = startSupervisor({ leases });
  onTestFinished(async () => {
    await started.supervisor.stopAll();
    leases.close();
  });
  const keeperPid = (): number =>
    (listProcesses() ?? []).find((pid) => {
      const isKeeper = readProcFile(pid, 'cmdline').includes('keeperProgram.js');
      return isKeeper && readProcFile(pid, 'stat').includes(` ${process.pid} `);
    }) ?? 0;
  return { ...started, leases, expired, keeperPid };
}

describe(LeaseKeeper.name, () => {
  it('ends an exclusive run without a proof at its deadline, and never another', async () => {
    const { supervisor, leases, log, find, expired } = startWithLeases();
    let provenMs = 0;
    const prove = () => leases.prove((provenMs = monotonicMs()));
    prove();
    supervisor.setDeployments([
      deployment({ id: 'exclusive', ...idlePackage(), exclusiveMs: 3_000 }),
      deployment({ id: 'free', ...idlePackage() }),
    ]);
    const logs = () => (prove(), [log('exclusive'), log('free')]);
    await expect.poll(logs, SLOW).toEqual(['up\n', 'up\n']);
    await expect
      .poll(() => find('DeploymentProcessExited'), SLOW)
      .toMatchObject([{ deploymentId: 'exclusive', signal: 'SIGKILL' }]);
    expect(monotonicMs() - provenMs).toBeGreaterThanOrEqual(3_000);
    await expect.poll(() => expired, SLOW).toEqual(['exclusive']);
    await expect.poll(() => find('DeploymentProcessNotStarted')[0]?.reason, SLOW).toContain('last proof is too old');
    await expect.poll(() => (prove(), log('exclusive')), SLOW).toBe('up\nup\n');
  });

  it('lets a run go on for as long as there are proofs', async () => {
    const { supervisor, leases, log, expired, state } = startWithLeases();
    const timer = setInterval(() => leases.prove(monotonicMs()), 50);
    onTestFinished(() => clearInterval(timer));
    leases.prove(monotonicMs());
    supervisor.setDeployments([deployment({ id: 'd', ...idlePackage(), exclusiveMs: 3_000 })]);
    await expect.poll(() => log('d'), SLOW).toBe('up\n');
    const untilMs = monotonicMs() + 4_000;
    await expect.poll(() => monotonicMs() >= untilMs, SLOW).toBe(true);
    expect([state('d')?.state, expired, log('d')]).toEqual(['running', [], 'up\n']);
  });

  it('only says when it would have ended a run, if it observes', async () => {
    const { supervisor, log, expired, state } = startWithLeases('observe');
    supervisor.setDeployments([deployment({ id: 'd', ...idlePackage(), exclusiveMs: 100 })]);
    await expect.poll(() => expired, SLOW).toEqual(['d']);
    await expect.poll(() => log('d'), SLOW).toBe('up\n');
    expect(state('d')?.state).toBe('running');
  });

  it('leaves nothing running when it is killed itself', async () => {
    const { supervisor, leases, log, keeperPid } = startWithLeases();
    leases.prove(monotonicMs());
    supervisor.setDeployments([deployment({ id: 'd', ...idlePackage(), exclusiveMs: 60_000 })]);
    await expect.poll(() => log('d'), SLOW).toBe('up\n');
    const [pid = 0] = supervisor.rootPids();
    const keeper = keeperPid();
    // Zero would be the process group of the tests.
    expect(keeper).toBeGreaterThan(0);
    process.kill(keeper, 'SIGKILL');
    await expect.poll(() => isAlive(pid), SLOW).toBe(false);
    await expect.poll(() => log('d'), SLOW).toBe('up\nup\n');
    expect(keeperPid()).not.toBe(keeper);
  });
});
