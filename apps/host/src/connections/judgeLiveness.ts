/** The state of a connection at a heartbeat tick. */
export interface LivenessFacts {
  readonly heardSinceLastTick: boolean;
  /** Number of consecutive ticks without a received message. */
  readonly misses: number;
  readonly maxMisses: number;
  /** The host itself was suspended or busy: messages from this time have not been read yet. */
  readonly tickWasLate: boolean;
  readonly sinceLastSentMs: number;
}

/** The action to take. */
export interface LivenessVerdict {
  readonly misses: number;
  readonly action: 'nothing' | 'ping' | 'evict';
}

/** A terminal drops a host that sends nothing for 60 s, even if the terminal itself sends messages. */
const LONGEST_SILENCE_MS = 10_000;

/** Decides whether a peer is alive, has to be pinged, or has hung. */
export function judgeLiveness(facts: LivenessFacts): LivenessVerdict {
  if (facts.heardSinceLastTick) {
    return { misses: 0, action: facts.sinceLastSentMs >= LONGEST_SILENCE_MS ? 'ping' : 'nothing' };
  }
  const misses = facts.tickWasLate ? facts.misses : facts.misses + 1;
  return { misses, action: misses >= facts.maxMisses ? 'evict' : 'ping' };
}
