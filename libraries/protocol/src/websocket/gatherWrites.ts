import type { Writable } from 'node:stream';

/**
 * Lets what is written to a stream in one turn of the event loop leave together. Call the function that it gives before each
 * write.
 *
 * @public
 */
export function gatherWrites(stream: Pick<Writable, 'cork' | 'uncork'>): () => void {
  let isGathering = false;
  const release = (): void => {
    isGathering = false;
    stream.uncork();
  };
  return () => {
    if (isGathering) return;
    isGathering = true;
    stream.cork();
    setImmediate(release);
  };
}
