import { randomUUID } from 'node:crypto';

import { type BackOff, backOffMs, messageOf } from '@node-unit/basics';
import type { Deployment, DeploymentStatus } from '@node-unit/deployment';

import type { ProcessGroup } from '../group/ProcessGroup.js';
import { probeByCommand, type ProbedProcess } from '../health/probeByCommand.js';
import { watchHealth } from '../health/watchHealth.js';
import { advanceLife } from '../life/advanceLife.js';
import { describeLife, withSince } from '../life/describeLife.js';
import {
  type Generation,
  type CommandOf,
  type LifeCommand,
  type LifeEvent,
  type LifeTimer,
  UNBORN,
  usedFolders,
} from '../life/Life.js';
import type { EventFields } from '../SupervisorEvent.js';
import { prepareGeneration, refreshed } from './prepareGeneration.js';
import { processEnvironment } from './processEnvironment.js';
import type { RunContext } from './RunContext.js';
import { oneByOne, startLeased } from './startLeased.js';
import type { LoggedProcess } from './startProcess.js';

const PAUSES: Readonly<Record<LifeTimer, BackOff>> = {
  pause: { firstMs: 500, mostMs: 30_000 },
  retry: { firstMs: 1_000, mostMs: 300_000 },
};

/** One deployment, from its installation until it leaves: carries out what {@link advanceLife} decides. */
export class DeploymentRun {
  /** Resolves after `leave`, when nothing of the deployment is left. */
  public readonly ended: Promise<void>;
  public isLeaving = false;
  private life = UNBORN;
  private readonly finish: () => void;
  private preparing: Promise<void> = Promise.resolve();
  private preparation = new AbortController();
  private checking = new AbortController();
  private readonly timers = new Map<LifeTimer, NodeJS.Timeout>();
  private group: ProcessGroup | undefined;
  private status: DeploymentStatus | undefined;

  public constructor(
    public readonly id: string,
    private readonly context: RunContext,
  ) {
    let finish = (): void => undefined;
    this.ended = new Promise<void>((resolve) => (finish = resolve)).then(() => this.end());
    this.finish = finish;
  }

  /** The row as its process runs, or else as it shall. */
  public get deployment(): Deployment | undefined {
    const { process, target } = this.life;
    return process.kind === 'none' ? target : process.generation.deployment;
  }

  public get running(): { readonly pid: number; readonly startedAtMs: number } | undefined {
    const { process } = this.life;
    return process.kind === 'running' ? process : undefined;
  }

  public get pid(): number | undefined {
    return this.group?.pid;
  }

  /** Of the packages that it uses. */
  public get folders(): readonly string[] {
    return usedFolders(this.life);
  }

  public want(deployment: Deployment): void {
    this.hear({ kind: 'wanted', deployment });
  }

  /** Ends whatever it does now: the process in order, an installation or a pause at once. */
  public leave(): Promise<void> {
    if (!this.isLeaving) {
      this.isLeaving = true;
      this.hear({ kind: 'left' });
    }
    return this.ended;
  }

  /** Ends the process in order and starts it again. */
  public restart(reason: string): void {
    this.hear({ kind: 'unfit', reason });
  }

  private hear(event: LifeEvent): void {
    const { life, commands } = advanceLife(this.life, event);
    this.life = life;
    this.tellStatus();
    commands.forEach((command) => this.carryOut(command));
  }

  private tellStatus(): void {
    const now = describeLife(this.life);
    if (now === undefined) return;
    this.status = withSince(now, this.status, this.context.options.clockMs());
    this.context.onStatus(this.status);
  }

  private carryOut(command: LifeCommand): void {
    (this.actions[command.kind] as (command: LifeCommand) => void)(command);
  }

  private readonly actions: { readonly [K in LifeCommand['kind']]: (command: CommandOf<K>) => void } = {
    prepare: (command) => void (this.preparing = this.prepare(command)),
    cancelPreparation: () => this.preparation.abort(new Error('the deployment was stopped')),
    start: ({ generation, restarts }) => void this.start(generation, restarts),
    stop: ({ graceMs }) => this.stop(graceMs),
    wait: (command) => this.wait(command),
    cancelWait: ({ timer }) => clearTimeout(this.timers.get(timer)),
    giveUp: ({ reason }) => this.emit({ event: 'DeploymentGivenUp', reason }),
    finish: () => this.finish(),
  };

  private async prepare({ token, deployment }: CommandOf<'prepare'>): Promise<void> {
    this.preparation.abort(new Error('another preparation has begun'));
    const { signal } = (this.preparation = new AbortController());
    const { packageName, packageVersion } = deployment;
    const { clockMs } = this.context.options;
    let startedAtMs: number | undefined;
    const onInstalling = (): void => {
      startedAtMs = clockMs();
      this.emit({ event: 'DeploymentInstallStarted', packageName, packageVersion });
    };
    try {
      const context = { ...this.context, ...this.context.options };
      const generation = await prepareGeneration({ deployment, signal, onInstalling }, context);
      if (startedAtMs !== undefined) {
        const { folder } = generation.installed;
        this.emit({ event: 'DeploymentInstalled', folder, durationMs: clockMs() - startedAtMs });
      }
      this.hear({ kind: 'prepared', token, generation });
      const newer = await refreshed(generation, context);
      if (newer !== undefined && !signal.aborted) this.hear({ kind: 'refreshed', token, generation: newer });
    } catch (error) {
      if (signal.aborted) return;
      this.fail('DeploymentInstallFailed', error);
      this.hear({ kind: 'prepareFailed', token, reason: messageOf(error) });
    }
  }

  private async start(generation: Generation, restarts: number): Promise<void> {
    try {
      const place = await oneByOne(this.context.places.of(this.id));
      if (this.isLeaving) return this.hear({ kind: 'startFailed', reason: 'the deployment was stopped' });
      const { agentEnv, logs, options } = this.context;
      const { deployment } = generation;
      const identity = options.environmentOf(deployment);
      const env = processEnvironment({ agentEnv, deployment, identity, place });
      const run = { generation, env, logs, user: place.user, runId: randomUUID() };
      this.follow(await startLeased(run, options.leases), restarts);
      this.watchHealth({ ...run, enableCustomCommand: options.enableCustomCommand });
    } catch (error) {
      this.fail('DeploymentProcessNotStarted', error);
      this.hear({ kind: 'startFailed', reason: messageOf(error) });
    }
  }

  private follow(group: LoggedProcess, restarts: number): void {
    const { pid, runId } = group;
    const { clockMs } = this.context.options;
    this.group = group;
    const startedAtMs = clockMs();
    this.emit({ event: 'DeploymentProcessStarted', pid, runId, restarts });
    this.hear({ kind: 'started', pid, nowMs: startedAtMs });
    void group.exited.then(async (exit) => {
      const nowMs = clockMs();
      this.checking.abort();
      this.emit({ event: 'DeploymentProcessExited', pid, ranMs: nowMs - startedAtMs, ...exit });
      await group.gone;
      await group.logged;
      this.group = undefined;
      this.hear({ kind: 'ended', exit, nowMs });
    });
  }

  private watchHealth(probed: ProbedProcess): void {
    const { health: check } = probed.generation.deployment;
    if (check === undefined || this.running === undefined) return;
    const { signal } = (this.checking = new AbortController());
    void watchHealth({
      check,
      runCommand: probeByCommand(probed),
      clockMs: this.context.options.clockMs,
      signal,
      onChange: ({ isHealthy, verdict }) => {
        if (isHealthy !== undefined) this.hear({ kind: 'checked', isHealthy });
        if (verdict !== undefined) this.restart(verdict);
      },
    });
  }

  private stop(graceMs: number): void {
    this.checking.abort();
    if (this.group === undefined) return;
    this.emit({ event: 'DeploymentProcessStopping', pid: this.group.pid });
    void this.group.stop(graceMs);
  }

  private wait({ timer, failures, reason }: CommandOf<'wait'>): void {
    const delayMs = backOffMs(PAUSES[timer], failures, this.context.options.random());
    this.emit({ event: 'DeploymentProcessRestarting', delayMs, reason });
    clearTimeout(this.timers.get(timer));
    const isUp = (): void => this.hear({ kind: 'timeIsUp', timer });
    this.timers.set(timer, setTimeout(isUp, delayMs));
  }

  private async end(): Promise<void> {
    this.preparation.abort(new Error('the deployment was stopped'));
    await this.preparing;
    await this.context.onLeaving();
    this.emit({ event: 'DeploymentProcessStopped' });
  }

  private fail(event: 'DeploymentInstallFailed' | 'DeploymentProcessNotStarted', error: unknown): void {
    if (this.isLeaving) return;
    const { code = 'UNKNOWN' } = error as NodeJS.ErrnoException;
    this.emit({ event, code, reason: messageOf(error) });
  }

  private emit(fields: EventFields): void {
    this.context.options.onEvent({ deploymentId: this.id, ...fields });
  }
}
