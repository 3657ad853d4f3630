import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { advanceLife } from '../life/advanceLife.js';
import { describeLife } from '../life/describeLife.js';
import { type Generation, type Life, type LifeCommand, type LifeEvent, type LifeTimer, UNBORN } from '../life/Life.js';
import { EXIT_1, generationOf, row } from './lives.js';

/** What the outside world does next, as far as the commands so far let it. */
type Move =
  | { readonly kind: 'row'; readonly version: number }
  | {
      readonly kind:
        'prepared' | 'prepareFailed' | 'started' | 'startFailed' | 'ended' | 'pause' | 'retry' | 'unfit' | 'left';
    };

const KINDS = [
  'prepared',
  'prepareFailed',
  'started',
  'startFailed',
  'ended',
  'pause',
  'retry',
  'unfit',
  'left',
] as const;

const moves: fc.Arbitrary<Move[]> = fc.array(
  fc.oneof(
    fc.record({ kind: fc.constant('row' as const), version: fc.integer({ min: 1, max: 3 }) }),
    fc.record({ kind: fc.constantFrom(...KINDS) }),
  ),
  { maxLength: 60 },
);

/** Carries commands out in a world without processes, and checks what must always hold. */
class VirtualShell {
  public life: Life = UNBORN;
  public isFinished = false;
  public readonly timers = new Set<LifeTimer>();
  public preparing: Extract<LifeCommand, { kind: 'prepare' }> | undefined;
  public starting: Generation | undefined;
  public alive: Generation | undefined;
  private updates = 0;

  public move(move: Move): void {
    for (const event of this.eventsOf(move)) this.hear(event);
  }

  private eventsOf(move: Move): readonly LifeEvent[] {
    if (move.kind === 'row') return this.isOver ? [] : [{ kind: 'wanted', deployment: this.nextRow(move.version) }];
    return this.outcomes[move.kind]();
  }

  private get isOver(): boolean {
    return this.isFinished || (this.life.target === undefined && this.life !== UNBORN);
  }

  private readonly outcomes: Readonly<Record<Exclude<Move['kind'], 'row'>, () => readonly LifeEvent[]>> = {
    left: () => (this.isOver || this.life === UNBORN ? [] : [{ kind: 'left' }]),
    prepared: () => {
      const { token, deployment } = this.take('preparing') ?? {};
      return token === undefined || deployment === undefined
        ? []
        : [{ kind: 'prepared', token, generation: generationOf(deployment) }];
    },
    prepareFailed: () => {
      const { token } = this.take('preparing') ?? {};
      return token === undefined ? [] : [{ kind: 'prepareFailed', token, reason: 'r' }];
    },
    started: () => {
      const starting = this.take('starting');
      this.alive = starting ?? this.alive;
      return starting === undefined ? [] : [{ kind: 'started', pid: 1, nowMs: 0 }];
    },
    startFailed: () => (this.take('starting') === undefined ? [] : [{ kind: 'startFailed', reason: 'r' }]),
    ended: () => (this.take('alive') === undefined ? [] : [{ kind: 'ended', exit: EXIT_1, nowMs: 1 }]),
    pause: () => (this.timers.delete('pause') ? [{ kind: 'timeIsUp', timer: 'pause' }] : []),
    retry: () => (this.timers.delete('retry') ? [{ kind: 'timeIsUp', timer: 'retry' }] : []),
    unfit: () => (this.alive === undefined ? [] : [{ kind: 'unfit', reason: 'r' }]),
  };

  private take<K extends 'preparing' | 'starting' | 'alive'>(what: K): VirtualShell[K] {
    const taken = this[what] as VirtualShell[K];
    Object.assign(this, { [what]: undefined });
    return taken;
  }

  private nextRow(version: number) {
    this.updates += 1;
    return row({ packageVersion: `${version}.0.0`, updatedAt: `2026-01-01T00:00:00.${this.updates}Z` });
  }

  private hear(event: LifeEvent): void {
    const { life, commands } = advanceLife(this.life, event);
    this.life = life;
    commands.forEach((command) => this.carryOut(command));
  }

  private carryOut(command: LifeCommand): void {
    expect(this.isFinished).toBe(false);
    if (command.kind === 'prepare') this.preparing = command;
    if (command.kind === 'cancelPreparation') this.preparing = undefined;
    if (command.kind === 'wait') this.timers.add(command.timer);
    if (command.kind === 'cancelWait') this.timers.delete(command.timer);
    if (command.kind === 'stop') expect(this.alive).toBeDefined();
    if (command.kind === 'finish') {
      expect([this.alive, this.starting]).toEqual([undefined, undefined]);
      this.isFinished = true;
    }
    if (command.kind !== 'start') return;
    expect([this.alive, this.starting]).toEqual([undefined, undefined]);
    this.starting = command.generation;
  }

  /** Something is under way or has to be waited for: it never just stands still. */
  public get isAwaitingSomething(): boolean {
    const { preparing, starting, alive, timers } = this;
    return preparing !== undefined || starting !== undefined || alive !== undefined || timers.size > 0;
  }

  public settle(): void {
    for (const kind of ['prepared', 'started', 'ended', 'pause', 'retry', 'prepared', 'started'] as const) {
      this.move({ kind });
    }
  }
}

function play(history: readonly Move[]): VirtualShell {
  const shell = new VirtualShell();
  history.forEach((move) => shell.move(move));
  return shell;
}

describe('the life of a deployment, whatever happens', () => {
  it('has one process at most, never stands still, and leaves nothing behind', () => {
    fc.assert(
      fc.property(moves, (history) => {
        const shell = play(history);
        if (shell.life === UNBORN || shell.isFinished) return;
        expect(shell.isAwaitingSomething).toBe(true);
        if (shell.life.target !== undefined) expect(describeLife(shell.life)).toBeDefined();
        shell.move({ kind: 'left' });
        shell.move({ kind: 'started' });
        shell.move({ kind: 'ended' });
        expect([shell.isFinished, [...shell.timers]]).toEqual([true, []]);
      }),
      { numRuns: 3_000 },
    );
  });

  it('ends up running the latest row when everything works from now on', () => {
    fc.assert(
      fc.property(moves, (history) => {
        const shell = play(history);
        const { target } = shell.life;
        if (target === undefined) return;
        for (let round = 0; round < 5; round += 1) shell.settle();
        expect(shell.alive?.deployment).toEqual(target);
      }),
      { numRuns: 3_000 },
    );
  });

  it('never ends what runs for a version that is not prepared', () => {
    fc.assert(
      fc.property(moves, (history) => {
        const shell = play(history.filter(({ kind }) => !['left', 'ended', 'unfit', 'prepared'].includes(kind)));
        shell.settle();
        const { alive } = shell;
        for (const kind of ['row', 'prepareFailed', 'retry', 'prepareFailed', 'retry', 'prepareFailed'] as const) {
          shell.move(kind === 'row' ? { kind, version: 2 } : { kind });
        }
        expect(shell.alive).toBe(alive);
      }),
      { numRuns: 1_000 },
    );
  });
});
