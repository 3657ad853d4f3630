import { Observable, retry, timer } from 'rxjs';

const FIRST_DELAY_MS = 100;
const LONGEST_DELAY_MS = 3_000;

/**
 * The values of a source that may break at any time: after every break it connects again, for ever.
 *
 * @remarks
 * The delay doubles with every failure in a row, is spread by half of itself, and starts again after success.
 *
 * @param connect - Errors when the source is lost.
 * @param onBreak - Told why, at every break.
 *
 * @public
 */
export function reconnect<T>(connect: () => Observable<T>, onBreak: (reason: string) => void): Observable<T> {
  return new Observable<T>((subscriber) => connect().subscribe(subscriber)).pipe(
    retry({
      resetOnSuccess: true,
      delay: (error: unknown, attempt) => {
        onBreak(error instanceof Error ? error.message : String(error));
        return timer(delayMs(attempt));
      },
    }),
  );
}

function delayMs(attempt: number): number {
  const longest = Math.min(FIRST_DELAY_MS * 2 ** (attempt - 1), LONGEST_DELAY_MS);
  return longest * (0.5 + Math.random() / 2);
}
