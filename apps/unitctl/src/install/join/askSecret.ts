import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';

import { AppError } from '@node-unit/app-runtime/AppError';

/**
 * Asks for a secret on the terminal, without an echo.
 *
 * @throws AppError if there is no terminal, with what to do instead; or if nothing was entered
 */
export async function askSecret(question: string, insteadOfTerminal: string): Promise<string> {
  if (!process.stdin.isTTY) throw new AppError(2, insteadOfTerminal);
  process.stderr.write(`${question}: `);
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const reader = createInterface({ input: process.stdin, output: silent, terminal: true });
  const closed = new Promise<string>((resolve) => reader.once('close', () => resolve('')));
  reader.once('SIGINT', () => reader.close());
  const answer = (await Promise.race([reader.question(''), closed])).trim();
  reader.close();
  process.stderr.write('\n');
  if (answer !== '') return answer;
  throw new AppError(2, `nothing was entered: ${insteadOfTerminal}`);
}
