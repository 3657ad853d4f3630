import { resolve } from 'node:path';

import { AppError, createReporter, EXIT, interruptible, type Reporter, untilAborted } from '@node-unit/app-runtime';
import { DataFolderError } from '@node-unit/local-postgres';

import { contextsPath, readContexts, writeContexts } from '../../context/contextsFile.js';
import { defaultDataFolder } from '../dataFolder.js';
import { addresses } from './addresses.js';
import { databaseUri } from './databaseUri.js';
import { type Installation, openInstallation } from './Installation.js';
import { keepContext } from './keepContext.js';
import { startServices } from './startServices.js';
import type { UpOptions } from './upVerb.js';

type Env = Readonly<Record<string, string | undefined>>;

/**
 * Runs an installation until it is told to stop.
 *
 * @throws AppError if it cannot be started
 */
export async function runUp(options: UpOptions, env: Env): Promise<void> {
  const { json = false, verbose = false } = options;
  const reporter = createReporter(json, performance.now());
  const signal = interruptible();
  const warn = (line: string): void => reporter.step('Warning', `warning: ${line}`);
  const uri = databaseUri({ ...options, env, warn });
  const installation = await open(options, env);
  try {
    reporter.step('Starting', `starting the installation in ${installation.folder}`, { folder: installation.folder });
    const onLine = (service: string, line: string): void => {
      if (verbose) reporter.step('Log', `${service}: ${line}`, { service });
    };
    const stop = await startServices({ installation, env, databaseUri: uri, onLine, reporter, signal });
    tellNext(installation, options, reporter, env);
    await untilAborted(signal);
    reporter.step('Stopping', 'stopping in order: the node-unit first; a second Ctrl-C ends everything at once');
    await stop();
    reporter.step('Stopped', 'stopped; "unitctl up" goes on from here');
  } catch (error) {
    if (!signal.aborted) throw error;
    process.exitCode = EXIT.interrupted;
  } finally {
    installation.release();
  }
}

async function open({ dataDir, port, name }: UpOptions, env: Env): Promise<Installation> {
  const folder = resolve(dataDir ?? defaultDataFolder('up', env, process.getuid?.() === 0));
  try {
    return await openInstallation({ folder, port, name });
  } catch (error) {
    throw error instanceof DataFolderError ? new AppError(EXIT.usage, error.message, { cause: error }) : error;
  }
}

function tellNext(installation: Installation, options: UpOptions, reporter: Reporter, env: Env): void {
  const { folder, port, name, address, hostToken, hostTokenFile } = installation;
  const path = contextsPath(env);
  const { contexts, remark } = keepContext(readContexts(path), installation);
  if (contexts) writeContexts(path, contexts);
  const [reachable] = addresses();
  const url = `ws://${reachable}:${port}`;
  reporter.step('Ready', `ready: host on port ${port}, node-unit ${name}; logs in ${folder}/logs`, {
    host_url: `ws://127.0.0.1:${port}`,
    join_url: url,
    host_token_file: hostTokenFile,
    node_unit_name: name,
    address,
  });
  reporter.step('Context', remark);
  reporter.step('Page', `see it in a browser: http://127.0.0.1:${port}; it asks for the token in ${hostTokenFile}`);
  reporter.step('Join', `another machine joins by: unitctl join ${url}`);
  const shown = options.showToken ? `the token is ${hostToken}` : 'not shown without --show-token';
  reporter.step('Token', `it asks for the host token, which is in ${hostTokenFile} (${shown})`);
  reporter.step('Next', 'next: unitctl add web --package http-server --version latest --command http-server');
}
