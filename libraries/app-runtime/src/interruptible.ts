import { EXIT } from './exitCodes.js';

/**
 * A signal that is aborted when a person or the system asks a tool to end (SIGINT, SIGTERM, SIGHUP).
 *
 * @remarks
 * The first request asks for a stop in order; a second one ends the process at once with `EXIT.interrupted`.
 *
 * @public
 */
export function interruptible(): AbortSignal {
  return abortOn(['SIGINT', 'SIGTERM', 'SIGHUP'], EXIT.interrupted);
}

/** Aborts at the first of these signals, and ends the process with the exit code at the second. */
export function abortOn(names: readonly NodeJS.Signals[], exitCode: number): AbortSignal {
  const interruption = new AbortController();
  for (const name of names) {
    process.on(name, () => (interruption.signal.aborted ? process.exit(exitCode) : interruption.abort()));
  }
  return interruption.signal;
}
