import { catchError, finalize, of } from 'rxjs';
import { TestScheduler } from 'rxjs/testing';
import { describe, expect, it } from 'vitest';

import { coalesceRounds } from '../round/coalesceRounds.js';

type Marbles = Parameters<Parameters<TestScheduler['run']>[0]>[0];

function run(test: (marbles: Marbles) => void): void {
  new TestScheduler((actual, expected) => expect(actual).toEqual(expected)).run(test);
}

describe(coalesceRounds.name, () => {
  it('runs no round without a trigger, and completes with the triggers', () => {
    run(({ cold, hot, expectObservable }) => {
      const round = () => cold('--r|');
      expectObservable(hot('-').pipe(coalesceRounds(round))).toBe('-');
      expectObservable(hot('--|').pipe(coalesceRounds(round))).toBe('--|');
    });
  });

  it('starts the round of one trigger at once, and lets it end after the last trigger', () => {
    run(({ cold, hot, expectObservable }) => {
      const rounds$ = hot(' -a|').pipe(coalesceRounds((trigger) => cold('--r|', { r: trigger })));
      expectObservable(rounds$).toBe('---a|');
    });
  });

  it('runs one more round for all triggers during a round, by the last of them', () => {
    run(({ cold, hot, expectObservable }) => {
      const rounds$ = hot(' -abcd-----------').pipe(coalesceRounds((trigger) => cold('----r|', { r: trigger })));
      expectObservable(rounds$).toBe('-----a----d-----');
    });
  });

  it('never runs two rounds at once', () => {
    run(({ cold, hot, expectObservable, flush }) => {
      let running = 0;
      let most = 0;
      const round = () => {
        running += 1;
        most = Math.max(most, running);
        return cold('---(r|)').pipe(finalize(() => (running -= 1)));
      };
      expectObservable(hot('aaaaaaaaaaaa------').pipe(coalesceRounds(round)), '------------------!');
      flush();
      expect(most).toBe(1);
    });
  });

  it('goes on after a round that has turned its error into an outcome', () => {
    run(({ cold, hot, expectObservable }) => {
      const round = (trigger: string) =>
        cold(trigger === 'a' ? '--#' : '--(r|)', { r: trigger }).pipe(catchError(() => of('failed')));
      const rounds$ = hot(' ab--c-----').pipe(coalesceRounds(round));
      expectObservable(rounds$).toBe('--f-b-c----', { f: 'failed', b: 'b', c: 'c' });
    });
  });

  it('passes on the error of a round and of the triggers', () => {
    run(({ cold, hot, expectObservable, expectSubscriptions }) => {
      const triggers$ = hot('a----b');
      expectObservable(triggers$.pipe(coalesceRounds(() => cold('--#')))).toBe('--#');
      expectSubscriptions(triggers$.subscriptions).toBe('^-!');
      expectObservable(hot('-a-#').pipe(coalesceRounds(() => cold('---(r|)')))).toBe('---#');
    });
  });

  it('ends the round and the triggers with the subscription', () => {
    run(({ cold, hot, expectObservable, expectSubscriptions }) => {
      const triggers$ = hot('a---b---');
      const round$ = cold('      ------r|');
      expectObservable(triggers$.pipe(coalesceRounds(() => round$)), '---!').toBe('----');
      expectSubscriptions(triggers$.subscriptions).toBe('^--!');
      expectSubscriptions(round$.subscriptions).toBe('^--!');
    });
  });
});
