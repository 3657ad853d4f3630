import { writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join, resolve } from 'node:path';

import { AppError, EXIT } from '@node-unit/app-runtime';
import { createKeyPair, keyPairFromPrivateKey } from '@node-unit/credentials';
import { DataFolderError, lockFolder } from '@node-unit/local-postgres';

import { readSecretFile } from '../../context/secretFile.js';
import { defaultDataFolder } from '../dataFolder.js';
import { keptSecret, readSecret } from '../keptSecret.js';
import { prepareFolder } from '../prepareFolder.js';
import { runInPlace } from '../runInPlace.js';
import { askSecret } from './askSecret.js';
import { checkHost } from './checkHost.js';
import type { JoinOptions } from './joinVerb.js';
import { type Membership, readMembership, writeMembership } from './Membership.js';

type Env = Readonly<Record<string, string | undefined>>;

/**
 * Joins a host and becomes its node-unit.
 *
 * @throws AppError if the host refuses or is not reachable, or if the folder cannot be used
 */
export async function runJoin(host: string | undefined, options: JoinOptions, env: Env): Promise<void> {
  const folder = resolve(options.dataDir ?? defaultDataFolder('join', env, process.getuid?.() === 0));
  await prepareFolder(folder, ['secrets']);
  lock(folder);
  const file = join(folder, 'settings.json');
  const membership = membershipOf({ hostUrl: host, name: options.name }, env, readMembership(file));
  const { host_url: hostUrl, name } = membership;
  const tokenFile = join(folder, 'secrets', 'host-token');
  const hostToken = await tokenOf(tokenFile, options, env);
  const privateKey = keptSecret(join(folder, 'secrets', 'node-unit-key'), () => createKeyPair().privateKey);
  await checkHost({ hostUrl, hostToken, keyPair: keyPairFromPrivateKey(privateKey) });
  if (hostToken !== readSecret(tokenFile)) writeFileSync(tokenFile, `${hostToken}\n`, { mode: 0o600 });
  writeMembership(file, membership);
  process.stderr.write(`unitctl: ${name} joins ${hostUrl}; the next time, "unitctl join" is enough\n`);
  const { HOST_TOKEN: _token, NODE_UNIT_PASSWORD: _password, ...others } = env;
  process.env = {
    ...others,
    HOST_URL: hostUrl,
    HOST_TOKEN_FILE: tokenFile,
    NODE_UNIT_NAME: name,
    NODE_UNIT_PRIVATE_KEY: privateKey,
    NODE_UNIT_WORKSPACE_DIR: join(folder, 'workspace'),
  };
  await runInPlace('node-unit');
}

interface Given {
  readonly hostUrl: string | undefined;
  readonly name: string | undefined;
}

/** What is given now, else what was kept. */
function membershipOf({ hostUrl, name }: Given, { HOST_URL = '' }: Env, kept: Membership | undefined): Membership {
  return {
    host_url: urlOf(hostUrl ?? (HOST_URL.trim() || kept?.host_url)),
    name: name ?? kept?.name ?? hostname(),
  };
}

/** Until this process ends. */
function lock(folder: string): void {
  try {
    process.once('exit', lockFolder(folder));
  } catch (error) {
    throw error instanceof DataFolderError ? new AppError(EXIT.usage, error.message, { cause: error }) : error;
  }
}

function urlOf(text: string | undefined): string {
  if (text === undefined) throw new AppError(2, 'expected the URL of the host: unitctl join ws://machine-a:8888');
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !['ws:', 'wss:'].includes(url.protocol)) {
    throw new AppError(2, `${JSON.stringify(text)} is no URL of a host: expected ws://machine-a:8888 or wss://…`);
  }
  if (url.search === '' && url.username === '' && url.password === '') return text;
  throw new AppError(
    2,
    'the URL must not hold the token, which other users see: it is asked for, or --token-file gives it',
  );
}

/** What is given now, else what was kept, else what is entered. */
async function tokenOf(keptFile: string, { tokenFile }: JoinOptions, env: Env): Promise<string> {
  const warn = (line: string): void => void process.stderr.write(`unitctl: warning: ${line}\n`);
  const file = tokenFile ?? (env['HOST_TOKEN_FILE']?.trim() || undefined);
  if (file !== undefined) return readSecretFile(file, 'the token of the host', warn);
  const given = env['HOST_TOKEN']?.trim() || readSecret(keptFile);
  if (given) return given;
  return askSecret('Host token', 'expected the host token: set HOST_TOKEN or HOST_TOKEN_FILE, or use --token-file');
}
