import { join } from 'node:path';

import { messageOf } from '@node-unit/basics';
import { keptPrograms, REPOSITORY } from '@node-unit/bundle';
import { deriveKeyPair } from '@node-unit/protocol';

import type { NodeUnitOptions } from './LocalCluster.js';
import { type Program, startProgram } from './Program.js';

/** What every program of a cluster is started with; nothing else of our environment reaches it. */
export interface ProgramSettings {
  readonly folder: string;
  readonly hostUrl: string;
  /** Contains what members must know; undefined = any process of this machine is a member. */
  readonly tokenFile?: string;
  /** Added to the environment of the storage. */
  readonly storageEnv?: Readonly<Record<string, string>>;
}

const APPS = ['host', 'node-unit', 'postgres-storage'];

/** As in the package that users install: bundled, they start in a third of the time. */
const programs = await keptPrograms(join(REPOSITORY, 'common', 'temp', 'programs'), {
  root: REPOSITORY,
  entryPoints: [...APPS.map((app) => `apps/${app}/lib/cli.js`), 'libraries/supervisor/lib/lease/keeperProgram.js'],
  assets: ['apps/dashboard/dist', 'libraries/deployment-postgres/migrations'],
  manifests: [...APPS.map((app) => `apps/${app}`), 'libraries/scheduler'],
}).catch((error: unknown) => {
  const reason = messageOf(error).replaceAll('\n', ' ');
  return new Error(`the programs cannot be bundled (${reason}): build them by "npm run setup"`, { cause: error });
});

/** @throws Error that says why the programs are not there, to whoever starts one */
function entryOf(app: string): string {
  if (programs instanceof Error) throw programs;
  return join(programs, 'apps', app, 'lib', 'cli.js');
}

/** Like `env -i`: what a program needs to run at all, with the cluster's folder for a home. */
export function isolatedEnvironment(folder: string): Record<string, string> {
  return { PATH: process.env['PATH'] ?? '/usr/bin:/bin', HOME: folder, TMPDIR: folder, LANG: 'C.UTF-8' };
}

/** What a host asks of members. */
export interface HostTokens {
  readonly token: string;
  /** Accepted as well. */
  readonly previous?: string;
}

function tokenVariable(tokenFile: string | undefined): Record<string, string> {
  return tokenFile === undefined ? {} : { HOST_TOKEN_FILE: tokenFile };
}

export function startHostProgram(folder: string, port: number, tokens?: HostTokens): Program {
  const secrets = {
    ...(tokens && { HOST_TOKEN: tokens.token }),
    ...(tokens?.previous !== undefined && { HOST_PREVIOUS_TOKEN: tokens.previous }),
  };
  const env = { ...isolatedEnvironment(folder), PORT: String(port), ...secrets };
  return startProgram({ name: 'host', entry: entryOf('host'), cwd: folder, env });
}

export function startStorageProgram(settings: ProgramSettings, postgresUri: string): Program {
  const { folder, hostUrl, tokenFile, storageEnv } = settings;
  const host = { HOST_URL: hostUrl, ...tokenVariable(tokenFile) };
  const env = { ...isolatedEnvironment(folder), ...host, POSTGRES_URI: postgresUri, ...storageEnv };
  return startProgram({ name: 'postgres-storage', entry: entryOf('postgres-storage'), cwd: folder, env });
}

/** Resolves when the storage has joined the host. */
export async function whenServing(storage: Program): Promise<void> {
  // It joins the host whether its tables are there or not.
  await storage.logged('HistoryTables');
  await storage.logged('HostConnection', (record) => record['state'] === 'connected');
}

export function startNodeUnitProgram(settings: ProgramSettings, options: NodeUnitOptions): Program {
  const { folder, hostUrl, tokenFile } = settings;
  const { name, env: additions, launcher, cwd = folder } = options;
  const identity = { NODE_UNIT_NAME: name, NODE_UNIT_PASSWORD: passwordOf(name, folder) };
  // One folder for all: installing once per machine is a part of what is shown.
  const env = {
    ...isolatedEnvironment(folder),
    HOST_URL: hostUrl,
    ...tokenVariable(tokenFile),
    ...identity,
    NODE_UNIT_WORKSPACE_DIR: `${folder}/workspace`,
  };
  return startProgram({ name, entry: entryOf('node-unit'), cwd, env: { ...env, ...additions }, launcher });
}

/** Of this cluster alone: the processes of another one on this machine are told apart by it. */
export function addressOf(name: string, folder: string): string {
  return deriveKeyPair(name, passwordOf(name, folder)).publicKey;
}

function passwordOf(name: string, folder: string): string {
  return `local ${name} ${folder}`;
}
