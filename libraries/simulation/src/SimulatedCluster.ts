import { InMemoryDeploymentStore, watchReplica } from '@node-unit/deployment';
import type { ClaimPolicy, RoundOutcome } from '@node-unit/scheduler';
import type { VirtualTimeScheduler } from 'rxjs';

import { type AddressedNode, ClaimLedger } from './ClaimLedger.js';
import { createRandom } from './createRandom.js';
import { simulatedDeployments } from './simulatedDeployments.js';
import { SimulatedHost } from './SimulatedHost.js';
import { addressNodes } from './simulatedNodes.js';
import {
  type SimulationOptions,
  type SimulationProgress,
  timingOf,
  type SimulationTiming,
} from './SimulationOptions.js';
import type { SimulatedRound } from './SimulationResult.js';
import { startNodeUnit } from './startNodeUnit.js';
import { watchRankings } from './watchRankings.js';

/** After connecting, as a real node-unit waits. */
const JOINING_MS = 2_000;

/** Everything that the simulated node-units share, and what is recorded of them. */
export class SimulatedCluster {
  public readonly nodes: readonly AddressedNode[];
  public readonly timing: SimulationTiming;
  public readonly ledger: ClaimLedger;
  public readonly rounds: SimulatedRound[] = [];
  public readonly rankings = watchRankings(() => this.nowMs);
  public readonly store = new InMemoryDeploymentStore();
  /** Why a deployment was refused last, by its ID. */
  public readonly refusals = new Map<string, string>();
  /** Since when everybody has joined and measured, by the clock of the scheduler. */
  public readonly readyMs: number;

  readonly #options: SimulationOptions;
  readonly #scheduler: VirtualTimeScheduler;
  readonly #random: () => number;
  #inserted = 0;

  public constructor(options: SimulationOptions, scheduler: VirtualTimeScheduler) {
    this.#options = options;
    this.#scheduler = scheduler;
    this.#random = createRandom(options.seed);
    this.timing = timingOf(options);
    this.nodes = addressNodes(options.nodes, this.#random);
    const demands = new Map(options.workloads.map((each) => [each.packageName, each]));
    this.ledger = new ClaimLedger(this.nodes, demands, options.held);
    const { intervalMs, samplingIntervalMs, membershipDelayMs } = this.timing;
    this.readyMs = intervalMs + Math.max(JOINING_MS, samplingIntervalMs) + membershipDelayMs[1] + 1;
  }

  /** Milliseconds since the cluster was ready. */
  public get nowMs(): number {
    return this.#scheduler.now() - this.readyMs;
  }

  public get progress(): SimulationProgress {
    const [rounds, claims] = [this.rounds.length, this.ledger.claims.length];
    return { virtualMs: this.nowMs, rounds, claims, deployments: this.#deployments };
  }

  /** One policy for each node, in their order. */
  public start(policies: readonly ClaimPolicy[]): void {
    this.#scheduler.schedule(() => this.#insertHeld(), this.readyMs);
    const host = new SimulatedHost(this.#scheduler);
    const replica$ = watchReplica(this.store);
    for (const [index, node] of this.nodes.entries()) {
      const policy = policies[index];
      if (!policy) throw new Error(`expected a policy for each of ${this.nodes.length} nodes, got ${policies.length}`);
      startNodeUnit({
        node,
        host,
        replica$,
        store: this.store,
        timing: this.timing,
        scheduler: this.#scheduler,
        joiningMs: JOINING_MS,
        policy: this.rankings.listenTo(policy, node.address),
        random: createRandom(this.#options.seed + index + 1),
        noise: this.#options.noise ?? 0.05,
        instancesAt: (nowMs) =>
          this.ledger.instancesOf(node.address, nowMs - this.readyMs, this.timing.startUpMs).map((instance) => ({
            ...instance,
            startedMs: instance.startedMs + this.readyMs,
          })),
        onRound: (outcome) => this.#recordRound(outcome),
      });
    }
    this.#insertWorkloads();
  }

  /** Whether all was claimed and measured, or it has taken too long. */
  public isOver(): boolean {
    const { limitMs, samplingIntervalMs, startUpMs } = this.timing;
    if (this.nowMs >= limitMs) return true;
    if (this.ledger.claims.length < this.#deployments) return false;
    return this.nowMs > (this.ledger.claims.at(-1)?.atMs ?? 0) + startUpMs + 2 * samplingIntervalMs;
  }

  get #deployments(): number {
    return this.#options.workloads.reduce((sum, { count }) => sum + count, 0);
  }

  /** Not before everybody is listed: what those hold who have not joined yet would be released. */
  #insertHeld(): void {
    this.store.put(...(this.#options.held ?? []));
    this.store.changes$.subscribe((change) => this.ledger.record(change, this.nowMs));
  }

  #insertWorkloads(): void {
    for (const workload of this.#options.workloads) {
      const rows = simulatedDeployments(workload, this.#inserted, this.#random);
      this.#inserted += rows.length;
      this.#scheduler.schedule(() => this.store.put(...rows), this.readyMs + (workload.insertedMs ?? 0));
    }
  }

  #recordVerdicts(verdicts: RoundOutcome['verdicts']): void {
    for (const verdict of verdicts) {
      if (verdict.kind === 'refused') this.refusals.set(verdict.deploymentId, verdict.detail);
      else this.refusals.delete(verdict.deploymentId);
    }
  }

  #recordRound({ self, trigger, result, attempts, verdicts }: RoundOutcome): void {
    this.#recordVerdicts(verdicts);
    const isClaim = result.kind === 'claimed';
    this.rounds.push({
      atMs: this.nowMs,
      address: self,
      trigger,
      claimedId: isClaim ? result.deploymentId : undefined,
      widenedBy: isClaim ? (attempts.at(-1)?.verdict.patience?.widenedBy ?? 0) : 0,
      skipReason: isClaim ? undefined : result.reason,
      skipDetail: isClaim ? undefined : result.detail,
    });
  }
}
