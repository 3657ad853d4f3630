import type { HostConnection, Terminal } from '@node-unit/protocol';
import { filter, firstValueFrom, map } from 'rxjs';

import { AppError } from './AppError.js';
import { EXIT } from './exitCodes.js';

type Replaced = Extract<HostConnection, { readonly state: 'replaced' }>;

/**
 * Resolves when another process has the identity of a terminal, with the error to end the program with; with `undefined`
 * when the terminal is disposed.
 *
 * @remarks
 * A program that was refused, because the other process was there first and answers, has a wrong configuration (exit code
 * 2): it must not be restarted unchanged. A program that was replaced, because it had not answered, has failed (exit code
 * 1); if it is started again while the other one answers, it is refused.
 *
 * @param advice - what to configure; follows a colon
 *
 * @public
 */
export function identityLoss(
  terminal: Pick<Terminal, 'terminalId' | 'connection$'>,
  advice: string,
): Promise<AppError | undefined> {
  const { terminalId } = terminal;
  const loss$ = terminal.connection$.pipe(
    filter((connection): connection is Replaced => connection.state === 'replaced'),
    map(({ refused }) =>
      refused
        ? new AppError(EXIT.usage, `another process that answers is already connected as ${terminalId}: ${advice}`)
        : new AppError(EXIT.failed, `another process has connected as ${terminalId}: ${advice}`),
    ),
  );
  return firstValueFrom(loss$, { defaultValue: undefined });
}
