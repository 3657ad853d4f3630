import { constants } from 'node:os';

/** What a program that was interrupted exits with, as shells have it. */
export const EXIT_INTERRUPTED = 128 + constants.signals.SIGINT;

/** The first signal asks for a stop in order; a second one ends the process, and the guards end what it has started. */
export function interruptible(): AbortSignal {
  const interruption = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(name, () => (interruption.signal.aborted ? process.exit(EXIT_INTERRUPTED) : interruption.abort()));
  }
  return interruption.signal;
}
