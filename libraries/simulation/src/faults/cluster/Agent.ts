import { VersionedMap } from '@node-unit/basics';
import type { Deployment, DeploymentReplica } from '@node-unit/deployment';
import { formatNodeUnitTags, parseNodeUnitTags, settleMembership } from '@node-unit/fleet';
import { type ClaimPolicy, type PlannedRound, scheduleRounds } from '@node-unit/scheduler';
import { Subscription } from 'rxjs';

import type { ScheduledNode } from '../FaultSchedule.js';
import type { WriteCause } from '../FaultHistory.js';
import type { Recorder } from '../Recorder.js';
import type { FaultyHost } from './FaultyHost.js';
import type { FaultyStore } from './FaultyStore.js';
import { HostLink } from './HostLink.js';
import type { Line } from './Line.js';
import type { MachineClock } from './MachineClock.js';
import { StoreLink } from './StoreLink.js';

/** What an agent runs on. */
export interface AgentParts {
  readonly node: ScheduledNode;
  readonly address: string;
  /** Which of the node's, from 1. */
  readonly agent: number;
  readonly policy: ClaimPolicy;
  readonly host: FaultyHost;
  readonly store: FaultyStore;
  readonly hostLine: Line;
  readonly storeLine: Line;
  readonly clock: MachineClock;
  readonly random: () => number;
  readonly recorder: Recorder;
  readonly coalesceMs: number;
}

/** The tags that a machine of the schedule has. */
const CAPACITY = { cpuCores: 1, memoryTotalMb: 2_048 };

/** One process of a node-unit, from its start to its crash: real settling, real replica, real rounds. */
export class Agent {
  public readonly address: string;
  public readonly hostLink: HostLink;
  public readonly storeLink: StoreLink;
  /** What it runs by its replica, with the claim epoch. */
  public readonly running = new Map<string, number>();

  readonly #parts: AgentParts;
  readonly #life = new Subscription();
  #planned: PlannedRound | undefined;
  #decidedMs = 0;
  #rows: ReadonlyMap<string, Deployment> = new Map();
  #held: readonly Deployment[] | undefined;

  public constructor(parts: AgentParts) {
    this.#parts = parts;
    const { address, host, store, hostLine, storeLine, clock, random } = parts;
    this.address = address;
    this.hostLink = new HostLink({ host, line: hostLine, clock, random, self: published(parts) });
    this.storeLink = new StoreLink({ store, line: storeLine, clock, random, cause: () => this.#cause() });
  }

  public start(): void {
    const { policy, clock, recorder, address, node, agent, store, hostLine, coalesceMs } = this.#parts;
    const record = recorder.agent(node.name, agent);
    const rounds$ = scheduleRounds({
      self: address,
      policy,
      trusts: () => true,
      membership$: settleMembership(this.hostLink.connection$, this.hostLink.nodeUnits$, { scheduler: clock }),
      replica$: this.storeLink.replica$,
      store: this.storeLink,
      indexRows: (...rows) => store.indexes.index(...rows),
      askListed: () => this.hostLink.askListed(),
      intervalMs: 5_000,
      patienceMs: 10_000,
      coalesceMs,
      scheduler: clock,
      onPlan: (planned) => {
        this.#planned = planned;
        this.#decidedMs = hostLine.nowMs;
      },
    });
    this.#life.add(
      rounds$.subscribe((outcome) => {
        if (this.#planned) record(this.#planned, outcome);
        // With many agents, what each has judged is more than fits into memory.
        this.#planned = undefined;
      }),
    );
    this.#life.add(this.storeLink.replica$.subscribe((replica) => this.#run(replica)));
    this.hostLink.connect();
    this.storeLink.connect();
  }

  public crash(noticedMs: number): void {
    this.#life.unsubscribe();
    this.storeLink.end();
    this.hostLink.end(noticedMs);
    this.running.clear();
  }

  #cause(): WriteCause {
    const { node, address, agent } = this.#parts;
    return { node: node.name, address, agent, round: this.#planned?.round ?? 0, decidedMs: this.#decidedMs };
  }

  #run(replica: DeploymentReplica): void {
    if (replica.state === 'loading') return;
    const held = this.#parts.store.indexes.heldBy(this.address, replica.deployments);
    if (held) this.#runHeld(held);
    else this.#runChanged(replica.deployments);
    [this.#rows, this.#held] = [replica.deployments, held];
  }

  #runHeld(held: readonly Deployment[]): void {
    if (held === this.#held) return;
    const ids = new Set(held.map(({ id }) => id));
    for (const id of this.running.keys()) if (!ids.has(id)) this.running.delete(id);
    for (const row of held) this.#runRow(row.id, row);
  }

  /** By the rows of one that has missed something. */
  #runChanged(rows: ReadonlyMap<string, Deployment>): void {
    const changes = VersionedMap.changes(this.#rows, rows);
    if (changes) for (const [id, { after }] of changes) this.#runRow(id, after);
    else {
      for (const id of this.running.keys()) this.#runRow(id, rows.get(id));
      for (const [id, row] of rows) this.#runRow(id, row);
    }
  }

  #runRow(id: string, row: Deployment | undefined): void {
    if (!row?.enabled || row.address !== this.address) {
      this.running.delete(id);
      return;
    }
    if (this.running.get(id) === row.claimEpoch) return;
    this.running.set(id, row.claimEpoch);
    this.#parts.recorder.believes(this.#parts.node.name, row);
  }
}

/** By way of the tags, so that it is exactly what others could read. */
function published({ node, address, policy }: AgentParts): NonNullable<ReturnType<typeof parseNodeUnitTags>> {
  const tags = formatNodeUnitTags({
    address,
    name: node.name,
    version: 'simulated',
    claimPolicyName: policy.name,
    capacity: CAPACITY,
    nodeTags: { zone: node.zone },
    resourceUsage: undefined,
    settledUsage: undefined,
  });
  const nodeUnit = parseNodeUnitTags(tags);
  if (!nodeUnit) throw new Error(`the tags of ${node.name} are not those of a node-unit`);
  return nodeUnit;
}
