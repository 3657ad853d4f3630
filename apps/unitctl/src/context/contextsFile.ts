import { randomUUID } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, isAbsolute, join } from 'node:path';

import { AppError } from '@node-unit/app-runtime/AppError';
import { messageOf } from '@node-unit/basics';

import { type Contexts, contextsSchema } from './Contexts.js';

type Env = Readonly<Record<string, string | undefined>>;

/** Where the contexts are kept: below the configuration folder of XDG. */
export function contextsPath({ XDG_CONFIG_HOME: folder = '' }: Env): string {
  return join(isAbsolute(folder) ? folder : join(homedir(), '.config'), 'node-unit', 'contexts.json');
}

/**
 * The contexts in a file; none if there is no file.
 *
 * @throws AppError if the file cannot be read or is something else
 */
export function readContexts(path: string): Contexts {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return { contexts: {} };
    throw new AppError(2, `${path} cannot be read: ${messageOf(cause)}`, { cause });
  }
  const parsed = contextsSchema.safeParse(jsonOf(text));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const place = issue?.path.join('.') || 'the whole file';
  throw new AppError(2, `${path} is not usable (${place}: ${issue?.message}): correct it, or remove it and start anew`);
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Writes the contexts for this user alone; whoever reads at the same time sees the old or the new ones. */
export function writeContexts(path: string, contexts: Contexts): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const fresh = `${path}.${randomUUID()}`;
  writeFileSync(fresh, `${JSON.stringify(contexts, undefined, 2)}\n`, { mode: 0o600, flag: 'wx' });
  renameSync(fresh, path);
}
