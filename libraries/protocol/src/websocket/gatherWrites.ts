import type { Writable } from 'node:stream';

/**
 * Gathers what is written to a stream. To be called before each write.
 *
 * @public
 */
export interface GatheredWrites {
  (): void;
  /** Lets what was gathered leave now. */
  readonly release: () => void;
}

/**
 * Lets what is written to a stream in one turn of the event loop leave together. Call the function that it gives before each
 * write.
 *
 * @public
 */
export function gatherWrites(stream: Pick<Writable, 'cork' | 'uncork'>): GatheredWrites {
  let isGathering = false;
  const release = (): void => {
    if (!isGathering) return;
    isGathering = false;
    stream.uncork();
  };
  const gather = (): void => {
    if (isGathering) return;
    isGathering = true;
    stream.cork();
    setImmediate(release);
  };
  return Object.assign(gather, { release });
}
