/** What is known of a connection at a tick of the heartbeat. */
export interface LivenessFacts {
  readonly heardSinceLastTick: boolean;
  /** Ticks in a row at which nothing had been heard. */
  readonly misses: number;
  readonly maxMisses: number;
  /** The host itself was not running: what the others sent meanwhile has not been read yet. */
  readonly tickWasLate: boolean;
  readonly sinceLastSentMs: number;
}

/** What to do about it. */
export interface LivenessVerdict {
  readonly misses: number;
  readonly action: 'nothing' | 'ping' | 'evict';
}

/** A terminal gives up a host that is silent for 60 s, however much it says itself. */
const LONGEST_SILENCE_MS = 10_000;

/** Decides whether a peer is alive, has to be asked, or has hung. */
export function judgeLiveness(facts: LivenessFacts): LivenessVerdict {
  if (facts.heardSinceLastTick) {
    return { misses: 0, action: facts.sinceLastSentMs >= LONGEST_SILENCE_MS ? 'ping' : 'nothing' };
  }
  const misses = facts.tickWasLate ? facts.misses : facts.misses + 1;
  return { misses, action: misses >= facts.maxMisses ? 'evict' : 'ping' };
}
