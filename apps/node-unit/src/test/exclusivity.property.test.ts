import { type Deployment, leaseEndMs, releaseWaitMs } from '@node-unit/deployment';
import { aDeployment } from '@node-unit/deployment/testing';
import { type Absence, absentForMs, NOTHING_OBSERVED, observeAbsence } from '@node-unit/fleet';
import { aNodeUnit } from '@node-unit/fleet/testing';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { NO_EPOCHS_SEEN, seeEpochs, wasSeen } from '../exclusive/epochsSeen.js';
import { isProven, type Leases, mayRun, NO_LEASES, withLease, withoutLease, withProof } from '../exclusive/Leases.js';

const STEP_MS = 10;
const HOLDER = 'holder';

/** What the network, the clocks and the schedulers of two machines do. All times in ms. */
const worlds = fc.record({
  exclusiveMs: fc.integer({ min: 200, max: 3_000 }),
  holderRate: fc.double({ min: 0.99, max: 1.01, noNaN: true }),
  otherRate: fc.double({ min: 0.99, max: 1.01, noNaN: true }),
  /** How long the holder is connected, disconnected, connected, and so on. */
  links: fc.array(fc.integer({ min: 10, max: 6_000 }), { minLength: 2, maxLength: 14 }),
  holderAsks: fc.record({ everyMs: fc.integer({ min: 20, max: 1_500 }), latencyMs: fc.integer({ min: 0, max: 900 }) }),
  otherAsks: fc.record({ everyMs: fc.integer({ min: 20, max: 1_500 }), latencyMs: fc.integer({ min: 0, max: 900 }) }),
  /** How late events reach the other node-unit. */
  eventDelayMs: fc.integer({ min: 0, max: 1_500 }),
  /** How late a release that was decided reaches the database. */
  releaseDelayMs: fc.integer({ min: 0, max: 8_000 }),
});

type World = typeof worlds extends fc.Arbitrary<infer T> ? T : never;

interface Question {
  readonly askedMs: number;
  readonly answerAtMs: number;
  readonly connection: number;
}

/** One holder, one that may release, the host between them, and the row in the database. */
class Simulation {
  private nowMs = 0;
  private connection = 0;
  private isConnected = false;
  private row: Deployment;
  private leases: Leases = NO_LEASES;
  private absence: Absence = NOTHING_OBSERVED;
  private epochs = NO_EPOCHS_SEEN;
  private readonly holderAsked: Question[] = [];
  private readonly otherAsked: Question[] = [];
  private readonly events: { readonly atMs: number; readonly isListed: boolean }[] = [];
  private releasing: { readonly atMs: number; readonly claimEpoch: number } | undefined;
  /** The epoch of the process that runs on the holder. */
  private running: number | undefined;
  public releases = 0;

  public constructor(private readonly world: World) {
    this.row = aDeployment({ address: HOLDER, claimEpoch: 1, exclusiveMs: world.exclusiveMs });
    this.setRow(this.row);
    this.deliver(true);
  }

  public run(): void {
    let changeAtMs = 0;
    for (const [index, lengthMs] of [...this.world.links, 20_000].entries()) {
      this.connect(index % 2 === 0);
      changeAtMs += lengthMs;
      while (this.nowMs < changeAtMs) this.step();
    }
  }

  private connect(isConnected: boolean): void {
    this.isConnected = isConnected;
    this.connection += 1;
    this.events.push({ atMs: this.nowMs, isListed: isConnected });
  }

  private step(): void {
    this.nowMs += STEP_MS;
    this.endInTime();
    this.askAndHear();
    this.observe();
    this.release();
    if (this.row.address === HOLDER || this.running === undefined) return;
    throw new Error(`two copies run at ${this.nowMs}: epoch ${this.running} on the holder, and its successor`);
  }

  /** The keeper on the holder, by the clock of the holder. */
  private endInTime(): void {
    const endMs = leaseEndMs(this.leases.provenMs, this.world.exclusiveMs);
    if (this.running === undefined || this.holderClock(this.nowMs) < endMs) return;
    this.running = undefined;
    this.leases = withoutLease(this.leases, this.row.id);
  }

  /** The other one sees every change of the row at once: that is the worst case. */
  private setRow(row: Deployment): void {
    this.row = row;
    this.epochs = seeEpochs(this.epochs, [row], this.otherClock(this.nowMs));
  }

  private askAndHear(): void {
    const { holderAsks } = this.world;
    if (this.isConnected && isDue(this.nowMs, holderAsks.everyMs)) this.holderAsked.push(this.question(holderAsks));
    for (const { askedMs, connection } of takeDue(this.holderAsked, this.nowMs)) {
      if (!this.isConnected || connection !== this.connection) continue;
      const nowMs = this.holderClock(this.nowMs);
      this.leases = withProof(this.leases, this.holderClock(askedMs), nowMs);
      this.obtain(nowMs);
    }
  }

  private obtain(nowMs: number): void {
    if (this.row.address !== HOLDER || !isProven(this.leases, this.row, nowMs)) return;
    if (!mayRun(this.leases, this.row)) {
      this.setRow({ ...this.row, claimEpoch: this.row.claimEpoch + 1 });
      this.leases = withLease(this.leases, this.row);
    }
    this.running = this.row.claimEpoch;
  }

  private observe(): void {
    const { otherAsks, eventDelayMs } = this.world;
    while (this.events[0] !== undefined && this.events[0].atMs + eventDelayMs <= this.nowMs) this.deliverNext();
    if (isDue(this.nowMs, otherAsks.everyMs)) this.otherAsked.push(this.question(otherAsks));
    for (const { askedMs } of takeDue(this.otherAsked, this.nowMs)) {
      // The host has answered after it was asked: what happened before has arrived.
      while (this.events[0] !== undefined && this.events[0].atMs <= askedMs) this.deliverNext();
      this.decide(this.otherClock(askedMs));
    }
  }

  private deliverNext(): void {
    const event = this.events.shift();
    if (event !== undefined) this.deliver(event.isListed);
  }

  private deliver(isListed: boolean): void {
    const nodeUnits = isListed ? [aNodeUnit(HOLDER)] : [];
    const membership = { state: 'settled', nodeUnits, seenAddresses: new Set<string>() } as const;
    this.absence = observeAbsence(this.absence, membership, this.otherClock(this.nowMs));
  }

  private decide(provenMs: number): void {
    const { address, claimEpoch, exclusiveMs } = this.row;
    if (address !== HOLDER || this.releasing !== undefined || !wasSeen(this.epochs, this.row, provenMs)) return;
    if (absentForMs(this.absence, HOLDER, provenMs) < releaseWaitMs(exclusiveMs)) return;
    this.releasing = { atMs: this.nowMs + this.world.releaseDelayMs, claimEpoch };
  }

  private release(): void {
    if (this.releasing === undefined || this.releasing.atMs > this.nowMs) return;
    const { claimEpoch } = this.releasing;
    this.releasing = undefined;
    if (claimEpoch !== this.row.claimEpoch) return;
    this.releases += 1;
    this.setRow({ ...this.row, address: 'successor', claimEpoch: claimEpoch + 2 });
  }

  private question({ latencyMs }: { readonly latencyMs: number }): Question {
    return { askedMs: this.nowMs, answerAtMs: this.nowMs + latencyMs, connection: this.connection };
  }

  private holderClock(realMs: number): number {
    return realMs * this.world.holderRate;
  }

  private otherClock(realMs: number): number {
    return realMs * this.world.otherRate;
  }
}

function isDue(nowMs: number, everyMs: number): boolean {
  return nowMs % (Math.ceil(everyMs / STEP_MS) * STEP_MS) === 0;
}

function takeDue(questions: Question[], nowMs: number): readonly Question[] {
  const due = questions.filter(({ answerAtMs }) => answerAtMs <= nowMs);
  questions.splice(0, questions.length, ...questions.filter(({ answerAtMs }) => answerAtMs > nowMs));
  return due;
}

describe('an exclusive deployment', () => {
  it('never runs twice, whatever the network and the clocks do, and is taken over in the end', () => {
    let releases = 0;
    fc.assert(
      fc.property(worlds, (world) => {
        const simulation = new Simulation(world);
        simulation.run();
        releases += simulation.releases;
      }),
      { numRuns: 1_000 },
    );
    expect(releases).toBeGreaterThan(100);
  });
});
