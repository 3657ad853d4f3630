import type { ClaimPolicy } from '@node-unit/scheduler';
import type { VirtualTimeScheduler } from 'rxjs';

import type { RecordedAgent } from '../FaultHistory.js';
import type { FarEnd, FaultSchedule, ScheduledNode } from '../FaultSchedule.js';
import type { Recorder } from '../Recorder.js';
import { Agent } from './Agent.js';
import type { FaultyHost } from './FaultyHost.js';
import type { FaultyStore } from './FaultyStore.js';
import { Line } from './Line.js';
import { lineConditions } from './LineConditions.js';
import { MachineClock } from './MachineClock.js';

/** What a machine is part of. */
export interface MachineParts {
  readonly time: VirtualTimeScheduler;
  readonly schedule: FaultSchedule;
  readonly node: ScheduledNode;
  readonly policy: ClaimPolicy;
  readonly host: FaultyHost;
  readonly store: FaultyStore;
  readonly recorder: Recorder;
  readonly random: () => number;
  readonly coalesceMs: number;
}

/** A machine, with one agent after the other. */
export class Machine {
  public readonly node: ScheduledNode;
  public readonly clock: MachineClock;
  /** The agent that lives; `undefined` after a crash. */
  public agent: Agent | undefined;

  readonly #parts: MachineParts;
  readonly #lives: { node: string; address: string; startedMs: number; endedMs: number }[] = [];
  readonly #hostLine: Line;
  readonly #storeLine: Line;
  #address: string;
  #isOn = false;
  #down = 0;

  public constructor(parts: MachineParts) {
    this.#parts = parts;
    this.node = parts.node;
    this.#address = parts.node.name;
    this.clock = new MachineClock(parts.time, parts.node.clockRate);
    this.#hostLine = this.#line('host');
    this.#storeLine = this.#line('store');
  }

  public get agents(): readonly RecordedAgent[] {
    return this.#lives;
  }

  /** The machine is switched on. */
  public start(): void {
    this.#isOn = true;
    this.#boot();
  }

  /** A crash is over, and nothing else keeps the agent down. */
  public recover(renamed: boolean): void {
    if (renamed) this.#address = `${this.node.name}.${this.#lives.length + 1}`;
    this.#down -= 1;
    this.#boot();
  }

  public crash(noticedMs: number): void {
    this.#down += 1;
    this.agent?.crash(noticedMs);
    const life = this.#lives.at(-1);
    if (this.agent && life) life.endedMs = this.#parts.time.now();
    this.agent = undefined;
  }

  /** Where nothing has come for too long, the connection is given up on both sides. */
  public noticeSilence(): void {
    const { agent, clock } = this;
    if (!agent) return;
    if (this.#hostLine.isCut || clock.isFrozen) agent.hostLink.giveUp('host');
    if (this.#hostLine.isCut) clock.run(() => agent.hostLink.giveUp('machine'));
    if (this.#storeLine.isCut) clock.run(() => agent.storeLink.giveUp());
  }

  #boot(): void {
    if (!this.#isOn || this.#down > 0) return;
    const [{ time, node }, address] = [this.#parts, this.#address];
    this.#lives.push({ node: node.name, address, startedMs: time.now(), endedMs: Number.POSITIVE_INFINITY });
    const agent = new Agent({
      ...this.#parts,
      address,
      agent: this.#lives.length,
      clock: this.clock,
      hostLine: this.#hostLine,
      storeLine: this.#storeLine,
    });
    this.agent = agent;
    this.clock.run(() => {
      if (this.agent === agent) agent.start();
    });
  }

  #line(end: FarEnd): Line {
    const { time, schedule, node, random } = this.#parts;
    const conditions = lineConditions(schedule, node.name, end);
    const latencyMs = end === 'host' ? 5 + 45 * random() : 1 + 19 * random();
    return new Line({ time, clock: this.clock, conditions, latencyMs, random });
  }
}
