import { VersionedMap } from '@node-unit/basics';
import type { Deployment, DeploymentStatus } from '@node-unit/deployment';
import { dirname, join } from 'node:path';
import { BehaviorSubject, type Observable } from 'rxjs';

import { npmEnvironment } from './install/npmEnvironment.js';
import { PackageStore } from './install/PackageStore.js';
import { DEFAULT_PACKAGE_LIMITS } from './install/planPackagePruning.js';
import { DEFAULT_LOG_LIMITS } from './logs/LogLimits.js';
import type { LogLine, LogQuery } from './logs/LogQuery.js';
import { LogStore, type LogTotals } from './logs/LogStore.js';
import { readLog } from './logs/readLog.js';
import type { LogCounts } from './logs/RunLog.js';
import { type LogSlice, readLogSlice } from './logs/readLogSlice.js';
import { DeploymentPlaces } from './run/DeploymentPlaces.js';
import { DeploymentRun } from './run/DeploymentRun.js';
import type { RunContext } from './run/RunContext.js';
import { listPrograms } from './run/findProgram.js';
import { planRuns } from './run/planRuns.js';
import type { RunningInstance, Supervisor, SupervisorOptions } from './Supervisor.js';
import type { RunAs } from './users/RunAs.js';
import { UserPlaces } from './users/UserPlaces.js';

const AS_AGENT: RunAs = { kind: 'agent' };
const DEFAULTS = {
  clockMs: Date.now,
  random: Math.random,
  runAs: AS_AGENT,
  leases: undefined,
  turn: () => Promise.resolve(),
  logLimits: DEFAULT_LOG_LIMITS,
  packageLimits: DEFAULT_PACKAGE_LIMITS,
  installTimeoutMs: 600_000,
};

/**
 * Creates a supervisor that runs nothing yet.
 *
 * @remarks
 * Its processes end with this process, see {@link spawnProcessGroup}.
 *
 * @beta
 */
export function createSupervisor(options: SupervisorOptions): Supervisor {
  return new ProcessSupervisor(options);
}

class ProcessSupervisor implements Supervisor {
  private readonly statesSubject$ = new BehaviorSubject(VersionedMap.of<string, DeploymentStatus>([]));
  public readonly states$: Supervisor['states$'] = this.statesSubject$.asObservable();
  private readonly context: Omit<RunContext, 'onStatus' | 'onLeaving'>;
  private wanted: ReadonlyMap<string, Deployment> = new Map();
  /** Wanted, but stopped by hand. */
  private readonly held = new Set<string>();
  private readonly runs = new Map<string, DeploymentRun>();
  private isClosed = false;

  public constructor(given: SupervisorOptions) {
    const options = { ...DEFAULTS, ...given };
    const { workspaceDir } = options;
    // The environment as it is now: the agent removes its secrets from its own.
    const agentEnv = { ...options.env };
    const npmEnv = npmEnvironment(agentEnv, dirname(process.execPath));
    const users = new UserPlaces(options.runAs, join(workspaceDir, 'users'));
    const { installTimeoutMs } = options;
    const npm = { env: npmEnv, agentEnv, installTimeoutMs };
    const packages = new PackageStore(join(workspaceDir, 'packages'), npm, users);
    const places = new DeploymentPlaces(users, (deploymentId, { message }) =>
      options.onEvent({ event: 'DeploymentUserNotCleared', deploymentId, reason: message }),
    );
    const logs = new LogStore({
      dir: join(workspaceDir, 'logs'),
      limits: options.logLimits,
      clockMs: options.clockMs,
      present: () => new Set(this.wanted.keys()),
      onDropped: (deploymentId, counts, reason) =>
        options.onEvent({ event: 'DeploymentLogDropped', deploymentId, ...counts, reason }),
    });
    logs.tidy();
    this.context = { options, packages, places, logs, agentEnv };
  }

  public setDeployments(deployments: readonly Deployment[]): void {
    if (this.isClosed) return;
    const { start, restart, stop } = planRuns(deployments, this.wanted);
    this.wanted = new Map(deployments.map((deployment) => [deployment.id, deployment]));
    const changed = [...stop, ...[...restart, ...start].map(({ id }) => id)];
    changed.forEach((id) => this.held.delete(id));
    changed.forEach((id) => this.settle(id));
  }

  public async prunePackages(): Promise<readonly string[]> {
    const folders = [...this.runs.values()].flatMap((run) => run.folders);
    return this.context.packages.prune(new Set(folders), this.context.options.packageLimits);
  }

  public rootPids(): readonly number[] {
    return [...this.runs.values()].flatMap(({ pid }) => (pid === undefined ? [] : [pid]));
  }

  public instances(): readonly RunningInstance[] {
    return [...this.runs.values()].flatMap(({ deployment, running }) =>
      deployment === undefined || running === undefined ? [] : [{ deployment, ...running }],
    );
  }

  public limitMemory(usages: ReadonlyMap<number, { readonly memoryMb: number }>): void {
    for (const { deployment, pid } of this.instances()) {
      const reason = memoryFault(deployment, usages.get(pid)?.memoryMb ?? 0);
      if (reason !== undefined) this.runs.get(deployment.id)?.restart(reason);
    }
  }

  public readLog(deploymentId: string, query: LogQuery = {}): Observable<LogLine> {
    return readLog(this.context.logs, deploymentId, query);
  }

  public logCounts(deploymentId: string): LogCounts | undefined {
    return this.context.logs.counts(deploymentId);
  }

  public logTotals(): LogTotals {
    return this.context.logs.totals;
  }

  public async readLogSlice(deploymentId: string, start: number): Promise<LogSlice | undefined> {
    const { logs } = this.context;
    await logs.flush(deploymentId);
    return readLogSlice(logs.dir, deploymentId, start);
  }

  public async programsOf(
    packageName: string,
    packageVersion: string,
    signal: AbortSignal,
  ): Promise<readonly string[]> {
    const onInstalling = (): void => undefined;
    return listPrograms(await this.context.packages.provide({ packageName, packageVersion, signal, onInstalling }));
  }

  public async stop(deploymentId: string): Promise<void> {
    if (this.wanted.has(deploymentId)) this.held.add(deploymentId);
    await this.runs.get(deploymentId)?.leave();
  }

  public async stopAll(): Promise<void> {
    this.isClosed = true;
    this.wanted = new Map();
    await Promise.all([...this.runs.values()].map((run) => run.leave()));
    await this.context.places.leaveAll();
  }

  /** One step towards what is wanted; the end of a run is the occasion for the next one. */
  private settle(id: string): void {
    const run = this.runs.get(id);
    const wanted = this.held.has(id) ? undefined : this.wanted.get(id);
    if (wanted === undefined) void (run === undefined ? this.leave(id) : run.leave());
    else if (run === undefined) this.start(id).want(wanted);
    else if (!run.isLeaving) run.want(wanted);
  }

  private start(id: string): DeploymentRun {
    const run = new DeploymentRun(id, {
      ...this.context,
      onStatus: (status) => this.setStatus(id, status),
      onLeaving: () => this.leave(id),
    });
    this.runs.set(id, run);
    void run.ended.then(() => {
      this.runs.delete(id);
      this.setStatus(id, undefined);
      this.settle(id);
    });
    return run;
  }

  /** A deployment keeps its user and its home for as long as it belongs here, also while it is stopped by hand. */
  private async leave(id: string): Promise<void> {
    if (!this.wanted.has(id)) await this.context.places.leave(id);
  }

  private setStatus(id: string, status: DeploymentStatus | undefined): void {
    const states = this.statesSubject$.value;
    this.statesSubject$.next(status === undefined ? states.with([], [id]) : states.with([[id, status]]));
  }
}

function memoryFault({ memoryMaxMb }: Deployment, memoryMb: number): string | undefined {
  if (memoryMaxMb === 0 || memoryMb <= memoryMaxMb) return undefined;
  return `the process used ${Math.round(memoryMb)} MB; memory_max_mb is ${memoryMaxMb}`;
}
