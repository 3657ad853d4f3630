import type { ClaimPolicy } from '@node-unit/scheduler';
import type { VirtualTimeScheduler } from 'rxjs';

import { createRandom } from '../../createRandom.js';
import type { RecordedAgent } from '../FaultHistory.js';
import type { FaultSchedule, InjectedFault, ScheduledNode } from '../FaultSchedule.js';
import { Recorder } from '../Recorder.js';
import { FaultyHost } from './FaultyHost.js';
import { FaultyStore } from './FaultyStore.js';
import { SILENCE_MS } from './HostLink.js';
import { insertDeployments } from './insertDeployments.js';
import { Machine } from './Machine.js';

/** What a cluster is made of. */
export interface FaultyClusterParts {
  readonly schedule: FaultSchedule;
  /** One for each node. */
  readonly policies: readonly ClaimPolicy[];
  readonly time: VirtualTimeScheduler;
  /** Events within this time are combined into one round. */
  readonly coalesceMs: number;
}

/** Carries out a schedule: machines with real scheduling loops, a host and a store that fail as it says. */
export class FaultyCluster {
  public readonly host: FaultyHost;
  public readonly store: FaultyStore;
  public readonly recorder: Recorder;
  public readonly machines: ReadonlyMap<string, Machine>;
  readonly #time: VirtualTimeScheduler;
  readonly #schedule: FaultSchedule;

  public constructor({ schedule, policies, time, coalesceMs }: FaultyClusterParts) {
    this.#schedule = schedule;
    this.#time = time;
    this.host = new FaultyHost(time);
    this.store = new FaultyStore(time);
    this.recorder = new Recorder(() => time.now());
    const { host, store, recorder } = this;
    const machineOf = (node: ScheduledNode, index: number): Machine => {
      const policy = policies[index];
      if (!policy) throw new Error(`expected a policy for each of ${schedule.nodes.length} nodes`);
      const random = createRandom(schedule.seed * 1_009 + Number(node.name.replace(/\D/g, '')));
      return new Machine({ time, schedule, node, policy, host, store, recorder, random, coalesceMs });
    };
    this.machines = new Map(schedule.nodes.map((node, index) => [node.name, machineOf(node, index)]));
  }

  public get agents(): readonly RecordedAgent[] {
    return [...this.machines.values()].flatMap(({ agents }) => agents);
  }

  public start(): void {
    for (const [, machine] of this.machines) this.#at(machine.node.startMs, () => machine.start());
    insertDeployments(this.#schedule, this.store, (atMs, work) => this.#at(atMs, work));
    for (const fault of this.#schedule.faults) this.#prepare(fault);
  }

  #at(atMs: number | undefined, work: () => void): void {
    if (atMs !== undefined) this.#time.schedule(work, atMs - this.#time.now());
  }

  #prepare(fault: InjectedFault): void {
    if (fault.kind === 'restart') {
      const restarted = fault.of === 'host' ? this.host : this.store;
      this.#at(fault.atMs, () => restarted.stop());
      return this.#at(fault.untilMs, () => restarted.start());
    }
    const machine = this.machines.get(fault.node);
    if (machine) this.#prepareMachine(fault, machine);
  }

  #prepareMachine(fault: Exclude<InjectedFault, { kind: 'restart' }>, machine: Machine): void {
    switch (fault.kind) {
      case 'crash':
        this.#at(fault.atMs, () => machine.crash(fault.noticedMs));
        return this.#at(fault.backMs, () => machine.recover(fault.renamed));
      case 'freeze':
        this.#at(fault.atMs, () => machine.clock.freeze());
        this.#at(fault.atMs + SILENCE_MS, () => machine.noticeSilence());
        return this.#at(fault.untilMs, () => machine.clock.thaw());
      case 'partition':
        return this.#at(fault.atMs + SILENCE_MS, () => machine.noticeSilence());
      case 'delay':
      case 'notifications':
        // The lines ask the schedule.
        return;
    }
  }
}
