import { resolve } from 'node:path';

import { AppError } from '@node-unit/app-runtime/AppError';

import { addContext, removeContext, requireContext, useContext } from './changeContexts.js';
import type { Context, Contexts } from './Contexts.js';
import { contextsPath, readContexts, writeContexts } from './contextsFile.js';
import type { AddOptions, OutputOptions } from './contextVerb.js';

const tell = (line: string): void => void process.stdout.write(`${line}\n`);
const path = (): string => contextsPath(process.env);

function change(by: (contexts: Contexts) => Contexts): void {
  writeContexts(path(), by(readContexts(path())));
}

/** `unitctl context ls`. */
export function list({ output }: OutputOptions): void {
  const { current, contexts } = readContexts(path());
  const rows = Object.entries(contexts).map(([name, context]) => ({ name, current: name === current, ...context }));
  if (output === 'json') return tell(JSON.stringify(rows));
  if (rows.length === 0)
    return tell('no contexts; add one with "unitctl context add", or start a cluster with "unitctl up"');
  const width = Math.max(...rows.map(({ name }) => name.length));
  for (const row of rows) tell(`${row.current ? '*' : ' '} ${row.name.padEnd(width)}  ${placeOf(row)}`);
}

/** `unitctl context show`. */
export function show(name: string | undefined, { output }: OutputOptions): void {
  const all = readContexts(path());
  const shown = name ?? all.current;
  if (shown === undefined) {
    throw new AppError(2, 'no context is the current one: choose one with "unitctl context use <name>"');
  }
  const context = requireContext(all, shown);
  if (output === 'json') return tell(JSON.stringify({ name: shown, current: shown === all.current, ...context }));
  tell(shown);
  for (const [key, value] of Object.entries(context)) tell(`  ${key.replaceAll('_', ' ')}: ${String(value)}`);
}

/** `unitctl context use`. */
export function use(name: string): void {
  change((contexts) => useContext(contexts, name));
  tell(`the current context is ${name}`);
}

/** `unitctl context rm`. */
export function remove(name: string): void {
  change((contexts) => removeContext(contexts, name));
  tell(`removed ${name}`);
}

/** `unitctl context add`. */
export function add(name: string, options: AddOptions): void {
  change((contexts) => addContext(contexts, name, contextOf(options)));
  tell(`added ${name}; use it with --context ${name}, or always: unitctl context use ${name}`);
}

function contextOf({ hostUrl, tokenFile, operatorKeyFile, postgresUriFile }: AddOptions): Context {
  if (postgresUriFile !== undefined) return { postgres_uri_file: resolve(postgresUriFile) };
  if (hostUrl === undefined) throw new AppError(2, 'expected --host-url <url> or --postgres-uri-file <file>');
  return {
    host_url: checkedUrl(hostUrl),
    ...(tokenFile !== undefined && { host_token_file: resolve(tokenFile) }),
    ...(operatorKeyFile !== undefined && { operator_key_file: resolve(operatorKeyFile) }),
  };
}

/** Other users see the command line of a process, and this file is not a place for secrets. */
function checkedUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !['ws:', 'wss:'].includes(url.protocol)) {
    throw new AppError(2, `--host-url is not usable: expected ws://… or wss://…`);
  }
  if (url.search === '' && url.username === '' && url.password === '') return text;
  throw new AppError(2, '--host-url must not hold a token: expected it in a file, by --token-file');
}

function placeOf(context: Context): string {
  return 'host_url' in context ? context.host_url : `database of ${context.postgres_uri_file}`;
}
