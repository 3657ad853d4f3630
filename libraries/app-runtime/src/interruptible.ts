import { EXIT } from './exitCodes.js';

/**
 * A signal that is aborted when the tool is asked to stop (SIGINT, SIGTERM or SIGHUP).
 *
 * @remarks
 * The first request initiates an orderly stop; a second one exits immediately with `EXIT.interrupted`.
 *
 * @public
 */
export function interruptible(): AbortSignal {
  return abortOn(['SIGINT', 'SIGTERM', 'SIGHUP'], EXIT.interrupted);
}

/** Aborts at the first of these signals and exits with this code at the second. */
export function abortOn(names: readonly NodeJS.Signals[], exitCode: number): AbortSignal {
  const interruption = new AbortController();
  for (const name of names) {
    process.on(name, () => (interruption.signal.aborted ? process.exit(exitCode) : interruption.abort()));
  }
  return interruption.signal;
}
