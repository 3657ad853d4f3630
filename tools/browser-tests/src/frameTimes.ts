import type { Page } from 'playwright-core';

/** How long the frames of a page took, in milliseconds. */
export interface FrameTimes {
  readonly frames: number;
  readonly median: number;
  readonly p95: number;
  readonly longest: number;
}

interface TraceEvent {
  readonly name: string;
  readonly ts: number;
}

/** Does something to a page, and reads from the trace of the browser how long the frames took meanwhile. */
export async function measureFrames(page: Page, work: () => Promise<void>): Promise<FrameTimes> {
  const session = await page.context().newCDPSession(page);
  const events: TraceEvent[] = [];
  session.on('Tracing.dataCollected', ({ value }) => events.push(...(value as unknown as TraceEvent[])));
  const completed = new Promise((resolve) => session.once('Tracing.tracingComplete', resolve));
  await session.send('Tracing.start', {
    traceConfig: { includedCategories: ['disabled-by-default-devtools.timeline.frame'] },
    transferMode: 'ReportEvents',
  });
  await work();
  await session.send('Tracing.end');
  await completed;
  return summarize(events.filter(({ name }) => name === 'BeginMainThreadFrame').map(({ ts }) => ts / 1_000));
}

/** Pure. */
export function summarize(drawnMs: readonly number[]): FrameTimes {
  const times = [...drawnMs].sort((a, b) => a - b);
  const gaps = times.slice(1).map((time, index) => time - (times[index] ?? time));
  const sorted = gaps.sort((a, b) => a - b);
  const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
  return { frames: sorted.length, median: at(0.5), p95: at(0.95), longest: at(1) };
}
