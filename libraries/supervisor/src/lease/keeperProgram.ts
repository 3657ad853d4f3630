import { findRunProcesses } from '../group/findRunProcesses.js';
import { killAll } from '../group/killRun.js';
import { sendSignal } from '../group/sendSignal.js';
import { type KeeperOrder, type KeeperReport, lineReader } from './keeperMessages.js';
import {
  deadlineMs,
  expiredRuns,
  type GuardedRun,
  type LeaseBook,
  nextDeadlineMs,
  NO_LEASES,
  withoutRun,
  withProof,
  withRun,
} from './LeaseBook.js';
import { monotonicMs } from './monotonicMs.js';

/** A group that does not exist. */
const NO_GROUP = 2 ** 31 - 1;

interface RunProcesses {
  readonly dedicatedUid: number | undefined;
  groupId: number;
}

/**
 * The program of the keeper: ends exclusive runs at their deadline. It reads {@link KeeperOrder}s from its standard
 * input and ends everything when that ends, because then the agent has ended.
 */
class Keeper {
  private book: LeaseBook = NO_LEASES;
  private readonly processes = new Map<string, RunProcesses>();
  private timer: NodeJS.Timeout | undefined;

  public constructor(
    private readonly isObserving: boolean,
    private readonly report: (report: KeeperReport) => void,
  ) {}

  public hear(order: KeeperOrder): void {
    switch (order.kind) {
      case 'prove':
        this.book = withProof(this.book, order.askedMs);
        break;
      case 'guard':
        this.guard(order);
        break;
      case 'group': {
        const run = this.processes.get(order.runId);
        if (run !== undefined) run.groupId = order.groupId;
        break;
      }
      case 'release':
        this.forget(order.runId);
        break;
    }
    this.check();
  }

  public async endAll(): Promise<void> {
    await Promise.all([...this.processes].map(([runId, run]) => this.kill(run, runId)));
  }

  private guard({ runId, deploymentId, exclusiveMs, dedicatedUid }: Extract<KeeperOrder, { kind: 'guard' }>): void {
    if (deadlineMs(this.book, { exclusiveMs }) <= monotonicMs() && !this.isObserving) {
      return this.report({ kind: 'refused', runId });
    }
    this.book = withRun(this.book, { runId, deploymentId, exclusiveMs });
    this.processes.set(runId, { dedicatedUid, groupId: NO_GROUP });
    this.report({ kind: 'guarded', runId });
  }

  private check(): void {
    clearTimeout(this.timer);
    for (const run of expiredRuns(this.book, monotonicMs())) this.expire(run);
    const nextMs = nextDeadlineMs(this.book);
    if (nextMs !== undefined) this.timer = setTimeout(() => this.check(), Math.max(0, nextMs - monotonicMs()));
  }

  private expire({ runId, deploymentId }: GuardedRun): void {
    const run = this.processes.get(runId);
    this.book = withoutRun(this.book, runId);
    if (run !== undefined && !this.isObserving) void this.kill(run, runId);
    this.report({ kind: 'expired', runId, deploymentId });
  }

  private async kill({ groupId, dedicatedUid }: RunProcesses, runId: string): Promise<void> {
    if (groupId !== NO_GROUP) sendSignal(-groupId, 'SIGKILL');
    await killAll((look) => findRunProcesses({ groupId, runId, dedicatedUid }, look));
    this.forget(runId);
  }

  private forget(runId: string): void {
    this.processes.delete(runId);
    this.book = withoutRun(this.book, runId);
  }
}

const keeper = new Keeper(process.argv[2] === 'observe', (report) => {
  process.stdout.write(`${JSON.stringify(report)}\n`);
});
// The agent is gone or does not read: the deadlines hold all the same.
process.stdout.on('error', () => undefined);
process.stdin
  .setEncoding('utf8')
  .on(
    'data',
    lineReader<KeeperOrder>((order) => keeper.hear(order)),
  )
  .on('end', () => void keeper.endAll().finally(() => process.exit()));
