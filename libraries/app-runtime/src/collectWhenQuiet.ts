import { setImmediate as turn } from 'node:timers/promises';
import { getHeapStatistics } from 'node:v8';

const LOOK_INTERVAL_MS = 5_000;
/** Share of the time that the event loop was busy. */
const QUIET_UTILIZATION = 0.1;
/** Less is not worth the time of a collection, which is about 20 ms. */
const WORTHWHILE_BYTES = 6 * 2 ** 20;

/** What is known of the heap when it is looked at. */
export interface HeapLook {
  readonly heapBytes: number;
  /** After the collection before; 0 = there was none. */
  readonly collectedBytes: number;
  /** Of the event loop since the look before, 0 to 1. */
  readonly utilization: number;
}

/** Whether a program that has nothing to do would give back a noticeable part of its heap. */
export function isWorthCollecting({ heapBytes, collectedBytes, utilization }: HeapLook): boolean {
  return utilization < QUIET_UTILIZATION && heapBytes - collectedBytes >= WORTHWHILE_BYTES;
}

/**
 * Gives memory back to the machine when a program has become quiet. V8 collects while a program allocates: what a burst
 * or the start has filled stays filled when nothing follows.
 */
export function collectWhenQuiet(): void {
  if (!process.features.inspector) return;
  let collectedBytes = 0;
  let before = performance.eventLoopUtilization();
  const look = async (): Promise<void> => {
    const now = performance.eventLoopUtilization();
    const { utilization } = performance.eventLoopUtilization(now, before);
    before = now;
    if (!isWorthCollecting({ heapBytes: heapBytes(), collectedBytes, utilization })) return;
    await collectGarbage();
    collectedBytes = heapBytes();
  };
  const timer = setInterval(() => {
    // Where Node.js is started with permissions, there may be no inspector: memory stays as it is then.
    look().catch(() => clearInterval(timer));
  }, LOOK_INTERVAL_MS);
  timer.unref();
}

function heapBytes(): number {
  return getHeapStatistics().total_heap_size;
}

/** As a debugger asks for it. Unlike `gc`, it makes the young generation small again. */
async function collectGarbage(): Promise<void> {
  const { Session } = await import('node:inspector/promises');
  const session = new Session();
  session.connect();
  await session.post('HeapProfiler.collectGarbage');
  // A session that ends while it answers blocks Node.js 20.
  await turn();
  session.disconnect();
}
