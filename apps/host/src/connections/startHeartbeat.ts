/**
 * Calls back at every interval and reports whether the tick was late by more than an interval, that is, whether the
 * process was suspended or busy.
 *
 * @returns a function that stops the heartbeat
 */
export function startHeartbeat(
  intervalMs: number,
  onTick: (tickWasLate: boolean) => void,
  clockMs: () => number = () => performance.now(),
): () => void {
  let dueMs = clockMs() + intervalMs;
  let timer = setTimeout(tick, intervalMs);
  function tick(): void {
    const nowMs = clockMs();
    const tickWasLate = nowMs - dueMs > intervalMs;
    dueMs = nowMs + intervalMs;
    timer = setTimeout(tick, intervalMs);
    onTick(tickWasLate);
  }
  return () => clearTimeout(timer);
}
