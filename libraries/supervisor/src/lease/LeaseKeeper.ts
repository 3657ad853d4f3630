import { leaseEndMs } from '@node-unit/deployment';
import { type ChildProcessByStdio, spawn } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';

import { SupervisorError } from '../SupervisorError.js';
import { type KeeperOrder, type KeeperReport, lineReader } from './keeperMessages.js';
import { monotonicMs } from './monotonicMs.js';

/**
 * What a {@link LeaseKeeper} does at a deadline: end the run, or only say that it would.
 *
 * @beta
 */
export type LeaseMode = 'enforce' | 'observe';

/**
 * How a {@link LeaseKeeper} works.
 *
 * @beta
 */
export interface LeaseKeeperOptions {
  readonly mode: LeaseMode;
  /** Called when the lease of a deployment's run has ended. */
  readonly onExpired: (deploymentId: string) => void;
}

/** A run whose end is kept. */
export interface GuardedLease {
  /** The number of its process group, as soon as it is known. */
  setGroup(groupId: number): void;
  /** No process of the run is left. */
  release(): void;
}

type KeeperProcess = ChildProcessByStdio<Writable, Readable, null>;

/**
 * Ends exclusive runs that go on without proof of membership.
 *
 * @remarks
 * The deadlines live in a process of their own, which is started with the first exclusive run, so they hold while the
 * agent is stopped or hangs. When the keeper ends, the agent ends the exclusive runs itself.
 *
 * @beta
 */
export class LeaseKeeper {
  private process: KeeperProcess | undefined;
  private provenMs = Number.NEGATIVE_INFINITY;
  private readonly asked = new Map<string, { resolve: () => void; reject: (error: Error) => void }>();
  /** How runs are ended; none if leases are only observed. */
  private readonly guarded = new Map<string, () => void>();

  public constructor(private readonly options: LeaseKeeperOptions) {}

  /**
   * The membership was proven.
   *
   * @param askedMs - When the request was sent whose answer is the proof: milliseconds of `process.hrtime`.
   */
  public prove(askedMs: number): void {
    this.provenMs = Math.max(this.provenMs, askedMs);
    if (this.process !== undefined) this.tell({ kind: 'prove', askedMs });
  }

  /** Ends the keeper. There must be no exclusive run any more. */
  public close(): void {
    this.process?.stdin.end();
    this.process = undefined;
  }

  /**
   * Takes over the end of a run that has not begun yet.
   *
   * @internal
   * @param onLost - Called if the lease or the keeper has ended: the run must end.
   * @throws SupervisorError `PROCESS_NOT_STARTED` if the last proof is too old
   */
  public async guard(
    run: Omit<Extract<KeeperOrder, { kind: 'guard' }>, 'kind'>,
    onLost: () => void,
  ): Promise<GuardedLease> {
    const { runId } = run;
    this.open();
    await new Promise<void>((resolve, reject) => {
      this.asked.set(runId, { resolve, reject });
      this.tell({ kind: 'guard', ...run });
    });
    const release = (): void => {
      this.guarded.delete(runId);
      this.tell({ kind: 'release', runId });
    };
    if (this.options.mode === 'enforce') {
      this.guarded.set(runId, onLost);
      if (monotonicMs() >= leaseEndMs(this.provenMs, run.exclusiveMs)) {
        release();
        throw tooOld();
      }
    }
    return { setGroup: (groupId) => this.tell({ kind: 'group', runId, groupId }), release };
  }

  private open(): void {
    if (this.process !== undefined) return;
    const keeper = spawn(process.execPath, [PROGRAM, this.options.mode], {
      detached: true,
      env: {},
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    this.process = keeper;
    keeper.stdin.on('error', () => undefined);
    keeper.stdout.setEncoding('utf8').on(
      'data',
      lineReader<KeeperReport>((report) => this.hear(report)),
    );
    keeper.on('error', () => undefined).on('close', () => this.lose(keeper));
    if (Number.isFinite(this.provenMs)) this.prove(this.provenMs);
  }

  private tell(order: KeeperOrder): void {
    this.process?.stdin.write(`${JSON.stringify(order)}\n`);
  }

  private hear(report: KeeperReport): void {
    const { runId } = report;
    if (report.kind === 'expired') return this.expire(runId, report.deploymentId);
    const answer = this.asked.get(runId);
    this.asked.delete(runId);
    if (report.kind === 'guarded') answer?.resolve();
    else answer?.reject(tooOld());
  }

  private expire(runId: string, deploymentId: string): void {
    this.options.onExpired(deploymentId);
    // The keeper does not know a group that came into being while this process was stopped.
    this.guarded.get(runId)?.();
  }

  private lose(keeper: KeeperProcess): void {
    if (this.process !== keeper && this.process !== undefined) return;
    this.process = undefined;
    const lost = new SupervisorError('PROCESS_NOT_STARTED', 'the keeper of exclusive deployments has ended');
    for (const { reject } of this.asked.values()) reject(lost);
    this.asked.clear();
    for (const onLost of this.guarded.values()) onLost();
    this.guarded.clear();
  }
}

const PROGRAM = fileURLToPath(new URL('./keeperProgram.js', import.meta.url));

function tooOld(): SupervisorError {
  const message =
    'an exclusive deployment is started only while the host proves that this node-unit is listed; the last proof is too old';
  return new SupervisorError('PROCESS_NOT_STARTED', message);
}
