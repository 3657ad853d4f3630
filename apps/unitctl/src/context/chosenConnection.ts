import type { Command } from 'commander';

import { contextsPath, readContexts } from './contextsFile.js';
import { type Connection, resolveConnection } from './resolveConnection.js';

/** Adds the option `--context` to a verb that talks to a cluster. */
export function withContextOption(command: Command): Command {
  return command.option(
    '--context <name>',
    'the cluster (default: HOST_URL or POSTGRES_URI, else the current context)',
  );
}

/**
 * The cluster that a verb talks to, by its option `--context`, the environment and the file of the contexts.
 *
 * @throws AppError as {@link resolveConnection} does
 */
export function chosenConnection(contextName: string | undefined): Connection {
  const { env } = process;
  const warn = (line: string): void => void process.stderr.write(`unitctl: warning: ${line}\n`);
  return resolveConnection({ env, contexts: readContexts(contextsPath(env)), contextName }, warn);
}
