import { EXIT } from '@node-unit/app-runtime/exitCodes';
import { type ActionStep, cellOf } from '@node-unit/operator';
import { lastValueFrom, type Observable, takeUntil, tap } from 'rxjs';

import { note } from './output.js';
import { untilInterrupted } from './untilInterrupted.js';

/**
 * Prints the steps of an action until it has ended. Ctrl-C ends the command, with `onInterrupted` as its last word.
 *
 * @throws OperatorError of the action
 */
export async function follow(steps$: Observable<ActionStep>, onInterrupted: string): Promise<void> {
  let isInterrupted = false;
  const interrupted$ = untilInterrupted().pipe(tap(() => (isInterrupted = true)));
  const shown$ = steps$.pipe(
    tap(({ label, text }) => note(`${label === '' ? '' : `${cellOf(label)}  `}${cellOf(text)}`)),
    takeUntil(interrupted$),
  );
  await lastValueFrom(shown$, { defaultValue: undefined });
  if (!isInterrupted) return;
  note(onInterrupted);
  process.exitCode = EXIT.interrupted;
}
