import { type ChildProcessByStdio, spawn } from 'node:child_process';
import type { Writable } from 'node:stream';

import { GUARD_PROGRAM, type GuardedRun, guardOrders } from './guardProgram.js';

type GuardProcess = ChildProcessByStdio<Writable, null, null>;

/** A run that must not outlive this process. */
export interface GuardedGroup extends GuardedRun {
  /** Kills the group, which nobody would kill if this process ended. */
  readonly onUnguarded: () => void;
}

/** A guard that ends so soon, so many times in a row, does not work on this machine, or is not let live. */
const QUICK_END_MS = 1_000;
const MOST_QUICK_ENDS = 5;

/**
 * The process that ends all runs when this process ends, see {@link GUARD_PROGRAM}. It is started with the first run;
 * if somebody kills it, another one takes its place at once.
 */
export class ProcessGuard {
  private process: GuardProcess | undefined;
  private openedAtMs = 0;
  private quickEnds = 0;
  private readonly groups = new Map<number, GuardedGroup>();

  /** Whether a guard runs now. */
  public open(): boolean {
    if (this.process !== undefined) return true;
    const guard = startGuard();
    if (guard === undefined) return false;
    this.openedAtMs = performance.now();
    guard.unref();
    guard.stdin.on('error', () => undefined);
    guard.on('close', () => this.replace(guard));
    this.process = guard;
    for (const group of this.groups.values()) guard.stdin.write(guardOrders.keep(group));
    return true;
  }

  /** Resolves when the guard will end the run even if this process ends at the next moment, or the run is to end now. */
  public async keep(group: GuardedGroup): Promise<void> {
    this.groups.set(group.groupId, group);
    if (await this.tell(guardOrders.keep(group))) return;
    const isPresent = this.groups.get(group.groupId) === group;
    if (isPresent && !(await this.tell(guardOrders.keep(group)))) group.onUnguarded();
  }

  /** Nothing is left of the run. */
  public release(run: Pick<GuardedRun, 'groupId' | 'runId'>): void {
    // The number may belong to another run by now.
    if (this.groups.get(run.groupId)?.runId !== run.runId) return;
    this.groups.delete(run.groupId);
    void this.tell(guardOrders.release(run));
  }

  /** Whether the guard was told. */
  private tell(order: string): Promise<boolean> {
    const guard = this.open() ? this.process : undefined;
    return new Promise((resolve) => {
      if (guard === undefined) return resolve(false);
      guard.stdin.write(order, (error) => {
        if (error) this.replace(guard);
        resolve(!error);
      });
    });
  }

  private replace(guard: GuardProcess): void {
    if (this.process !== guard) return;
    this.process = undefined;
    const wasQuick = performance.now() - this.openedAtMs < QUICK_END_MS;
    this.quickEnds = wasQuick ? this.quickEnds + 1 : 0;
    if (this.groups.size === 0 || (this.quickEnds < MOST_QUICK_ENDS && this.open())) return;
    for (const { onUnguarded } of this.groups.values()) onUnguarded();
  }
}

/** Undefined if the machine cannot start a process. */
function startGuard(): GuardProcess | undefined {
  try {
    const guard = spawn('/bin/sh', ['-c', GUARD_PROGRAM, 'node-unit-guard'], {
      cwd: '/',
      detached: true,
      env: { PATH: '/usr/bin:/bin' },
      stdio: ['pipe', 'ignore', 'ignore'],
    });
    guard.on('error', () => undefined);
    return guard.pid === undefined ? undefined : guard;
  } catch {
    return undefined;
  }
}
