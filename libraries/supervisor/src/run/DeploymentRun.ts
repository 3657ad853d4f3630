import { type BackOff, backOffMs } from '@node-unit/basics';
import type { Deployment } from '@node-unit/deployment';
import { setTimeout as delay } from 'node:timers/promises';

import type { ProcessExit, ProcessGroup } from '../group/ProcessGroup.js';
import type { InstalledPackage, PackageStore } from '../install/PackageStore.js';
import type { RunState } from '../RunState.js';
import type { SupervisorOptions } from '../Supervisor.js';
import type { SupervisorEvent } from '../SupervisorEvent.js';
import type { UserPlace } from '../users/UserPlaces.js';
import type { DeploymentPlaces } from './DeploymentPlaces.js';
import { findEntry } from './findEntry.js';
import type { Environment } from './inheritedEnvironment.js';
import { processEnvironment } from './processEnvironment.js';
import { startProcess } from './startProcess.js';

const RESTARTING: BackOff = { firstMs: 500, mostMs: 30_000 };
/** A process that ran this long was well: the next delay is the shortest again. */
const STABLE_AFTER_MS = 10_000;

type WithoutId<E> = E extends unknown ? Omit<E, 'deploymentId'> : never;

export interface RunContext {
  readonly options: Required<SupervisorOptions>;
  readonly packages: PackageStore;
  readonly places: DeploymentPlaces;
  readonly logsDir: string;
  readonly agentEnv: Environment;
  readonly onState: (state: RunState) => void;
  /** Called when no process is left; the run has ended when it resolves. */
  readonly onLeaving: () => Promise<void>;
}

interface Attempt {
  readonly ranMs: number;
  /** Why it is over. */
  readonly reason: string;
}

/** One deployment, in one state of its row, from the installation until it is stopped: never two processes at once. */
export class DeploymentRun {
  /** Resolves after `stop`, when nothing of the deployment is left. */
  public readonly ended: Promise<void>;
  private readonly stopping = new AbortController();
  private installed: InstalledPackage | undefined;
  private group: ProcessGroup | undefined;
  private restarts = -1;
  private hasReportedIgnored = false;

  public constructor(
    public readonly deployment: Deployment,
    private readonly context: RunContext,
  ) {
    this.ended = this.keepRunning();
  }

  public get isStopping(): boolean {
    return this.stopping.signal.aborted;
  }

  public get pid(): number | undefined {
    return this.group?.pid;
  }

  /** Ends whatever it does now: the process in order, an installation or a pause at once. */
  public stop(): Promise<void> {
    if (this.isStopping) return this.ended;
    this.stopping.abort(new Error('the deployment was stopped'));
    this.context.onState({ state: 'stopping', restarts: Math.max(this.restarts, 0) });
    if (this.group !== undefined) {
      this.emit({ event: 'DeploymentProcessStopping', pid: this.group.pid });
      void this.group.stop(this.context.options.stopGraceMs);
    }
    return this.ended;
  }

  private async keepRunning(): Promise<void> {
    // The constructor has to return before anybody is told.
    await Promise.resolve();
    for (let failures = 0; !this.isStopping; failures += 1) {
      const { ranMs, reason } = await this.attempt();
      if (ranMs >= STABLE_AFTER_MS) failures = 0;
      if (!this.isStopping) await this.backOff(backOffMs(RESTARTING, failures, this.context.options.random()), reason);
    }
    await this.context.onLeaving();
    this.emit({ event: 'DeploymentProcessStopped' });
  }

  private async attempt(): Promise<Attempt> {
    try {
      this.installed ??= await this.install();
    } catch (error) {
      return this.failed('DeploymentInstallFailed', error);
    }
    try {
      return await this.runProcess(this.installed);
    } catch (error) {
      // Perhaps the package's folder is not what it was.
      this.installed = undefined;
      return this.failed('DeploymentProcessNotStarted', error);
    }
  }

  private async install(): Promise<InstalledPackage> {
    const { packageName, packageVersion } = this.deployment;
    this.context.onState({ state: 'installing', restarts: Math.max(this.restarts, 0) });
    let startedAtMs: number | undefined;
    const onInstalling = (): void => {
      startedAtMs = this.context.options.clockMs();
      this.emit({ event: 'DeploymentInstallStarted', packageName, packageVersion });
    };
    const { signal } = this.stopping;
    const installed = await this.context.packages.provide({ packageName, packageVersion, signal, onInstalling });
    const { folder } = installed;
    if (startedAtMs !== undefined) {
      this.emit({ event: 'DeploymentInstalled', folder, durationMs: this.context.options.clockMs() - startedAtMs });
    }
    return installed;
  }

  private async runProcess(installed: InstalledPackage): Promise<Attempt> {
    const { deployment, context, stopping } = this;
    const isCustom = deployment.command !== '' && context.options.enableCustomCommand;
    const entry = isCustom ? undefined : await findEntry(installed);
    const place = await context.places.of(deployment.id);
    stopping.signal.throwIfAborted();
    // From here to the assignment nothing may wait: `stop` must find the group.
    const [{ logsDir }, { user }, env] = [context, place, this.environment(place)];
    const group = startProcess({ deployment, installed, entry, env, logsDir, user });
    this.group = group;
    const { pid, runId } = group;
    const startedAtMs = this.context.options.clockMs();
    const restarts = (this.restarts += 1);
    context.onState({ state: 'running', pid, startedAtMs, restarts });
    this.emit({ event: 'DeploymentProcessStarted', pid, runId, restarts });

    const exit = await group.exited;
    const ranMs = this.context.options.clockMs() - startedAtMs;
    this.emit({ event: 'DeploymentProcessExited', pid, ranMs, ...exit });
    await group.gone;
    this.group = undefined;
    return { ranMs, reason: describeExit(exit) };
  }

  private environment(place: UserPlace): Readonly<Record<string, string>> {
    const { deployment, context } = this;
    const { enableCustomCommand, environmentOf } = context.options;
    const { command } = deployment;
    const identity = environmentOf(deployment);
    const { env, ignored } = processEnvironment({ ...context, deployment, identity, enableCustomCommand, place });
    if (this.hasReportedIgnored) return env;
    this.hasReportedIgnored = true;
    if (command !== '' && !enableCustomCommand) this.emit({ event: 'DeploymentCommandIgnored', command });
    if (ignored.length > 0) this.emit({ event: 'DeploymentVariablesIgnored', names: ignored });
    return env;
  }

  private async backOff(delayMs: number, reason: string): Promise<void> {
    const retryAtMs = this.context.options.clockMs() + delayMs;
    this.context.onState({ state: 'backing_off', reason, retryAtMs, restarts: Math.max(this.restarts, 0) });
    this.emit({ event: 'DeploymentProcessRestarting', delayMs, reason });
    // Rejects only when the deployment is stopped, which ends the pause as well.
    await delay(delayMs, undefined, { signal: this.stopping.signal }).catch(() => undefined);
  }

  private failed(event: 'DeploymentInstallFailed' | 'DeploymentProcessNotStarted', error: unknown): Attempt {
    const { code = 'UNKNOWN', message } = error as NodeJS.ErrnoException;
    if (!this.isStopping) this.emit({ event, code, reason: message });
    return { ranMs: 0, reason: message };
  }

  private emit(fields: WithoutId<SupervisorEvent>): void {
    this.context.options.onEvent({ deploymentId: this.deployment.id, ...fields });
  }
}

/** Why a process is over, for a person. A deployment that ends with 0 is restarted as well: it shall keep running. */
function describeExit({ exitCode, signal }: ProcessExit): string {
  return signal === null ? `the process ended with exit code ${exitCode}` : `the process was ended by ${signal}`;
}
