/**
 * Calls back at every interval, and says when a tick came more than an interval late, that is, when the process had
 * been suspended or busy.
 *
 * @returns stops it
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
