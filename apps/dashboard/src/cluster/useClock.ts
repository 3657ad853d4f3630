import { useEffect, useState } from 'preact/hooks';

const TICK_MS = 5_000;

/** The time that ages are told by; it goes on by itself. */
export function useClock(): number {
  const [nowMs, setNowMs] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNowMs(Date.now()), TICK_MS);
    return () => clearInterval(timer);
  }, []);
  return nowMs;
}
