import type { Operator } from '@node-unit/operator';

import { assertProbesGoOn } from './assertProbesGoOn.js';
import { failureOf } from './causeFailure.js';
import type { DrillKind } from './DrillKind.js';
import type { DrillEvent, Repetition } from './DrillResult.js';
import type { Prepared } from './prepareRepetition.js';
import { processEnd } from './processEnd.js';
import { isRecovered, newTimeline, observe } from './Timeline.js';
import { untilPicture } from './untilPicture.js';

const MOST_EVENTS = 1_000;

/** Causes the failure, and measures by the clock of this process what follows. */
export async function measureReaction(
  operator: Operator,
  prepared: Prepared,
  kind: DrillKind,
  tell: (line: string) => void,
): Promise<Repetition> {
  const { name, address, nodeUnit, proxy, probes, waiting } = prepared;
  const { timeoutMs } = waiting;
  const over = new AbortController();
  const failure = failureOf(kind, nodeUnit, proxy);
  const failedAt = new Date().toISOString();
  const startMs = performance.now();
  const passedMs = (): number => performance.now() - startMs;
  failure.cause();
  try {
    const ends = Promise.all(probes.map(({ status }) => processEnd(status?.pid ?? 0, over.signal)));
    // Who fails before that waits for nothing any more.
    ends.catch(() => undefined);
    tell(`${name} has failed (${kind})`);
    let timeline = newTimeline(probes);
    const see = (picture: Parameters<typeof observe>[1]): true | undefined => {
      assertProbesGoOn(picture, name);
      timeline = observe(timeline, picture, address, passedMs());
      return isRecovered(timeline) ? true : undefined;
    };
    await untilPicture(operator, see, waiting);
    tell('all probes run elsewhere');
    const healedMs = failure.undo ? passedMs() : undefined;
    failure.undo?.();
    const ended = await within(ends, timeoutMs, waiting.signal);
    const results = timeline.probes.map((probe, index) => ({ ...probe, oldEndedMs: (ended[index] ?? NaN) - startMs }));
    const { noticedMs } = timeline;
    return { name, failedAt, noticedMs, probes: results, healedMs, events: await eventsOf(operator, prepared) };
  } finally {
    over.abort();
  }
}

async function within<Value>(promise: Promise<Value>, timeoutMs: number, signal: AbortSignal): Promise<Value> {
  return new Promise<Value>((resolve, reject) => {
    const late = new Error(`the old processes have not ended within ${Math.round(timeoutMs / 1_000)} s`);
    const timer = setTimeout(() => reject(late), timeoutMs);
    const onAbort = (): void => reject(signal.reason as Error);
    signal.addEventListener('abort', onAbort, { once: true });
    promise.then(resolve, reject).finally(() => {
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
    });
  });
}

/** Oldest first. */
async function eventsOf(operator: Operator, { probes }: Prepared): Promise<readonly DrillEvent[]> {
  const events = await operator.events({ deploymentIds: probes.map(({ id }) => id), limit: MOST_EVENTS });
  return events
    .filter(({ event }) => event.kind === 'address')
    .map(({ event: { occurredAt }, label, text }) => ({ occurredAt, label, text }))
    .reverse();
}
