import { readFileSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';

import { AppError } from '@node-unit/app-runtime/AppError';
import { messageOf } from '@node-unit/basics';
import { createKeyPair, keyPairFromPrivateKey } from '@node-unit/credentials';
import { lockFolder } from '@node-unit/local-postgres';
import { randomBytes } from 'node:crypto';
import * as z from 'zod';

import { keptSecret } from '../keptSecret.js';
import { prepareFolder } from '../prepareFolder.js';

/** What `unitctl up` keeps from one start to the next. */
export interface Installation {
  readonly folder: string;
  readonly port: number;
  /** Of the node-unit. */
  readonly name: string;
  readonly hostToken: string;
  readonly hostTokenFile: string;
  readonly operatorKeyFile: string;
  readonly operatorPublicKey: string;
  readonly storageKeyFile: string;
  /** Of the node-unit. */
  readonly privateKey: string;
  readonly address: string;
  /** Gives the folder back. */
  release(): void;
}

/** What was asked for; what is missing is as it was at the start before. */
export interface InstallationOptions {
  readonly folder: string;
  readonly port: number | undefined;
  readonly name: string | undefined;
}

const DEFAULT_PORT = 8_888;
const settingsSchema = z.object({ port: z.number().int().min(1).max(65_535), name: z.string().min(1) });

/**
 * Opens the installation in a folder, or makes it. Its secrets are in `secrets/`, which only this user may enter.
 *
 * @throws AppError if the folder cannot be used; DataFolderError if another process uses it
 */
export async function openInstallation(options: InstallationOptions): Promise<Installation> {
  const { folder } = options;
  await prepareFolder(folder, ['secrets', 'logs']);
  const release = lockFolder(folder);
  try {
    const secret = (name: string): string => join(folder, 'secrets', name);
    const settings = keepSettings(join(folder, 'settings.json'), options);
    const newKey = (): string => createKeyPair().privateKey;
    const publicKey = (file: string): string => publicKeyIn(file, keptSecret(file, newKey));
    const hostTokenFile = secret('host-token');
    const nodeUnitKeyFile = secret('node-unit-key');
    publicKey(secret('storage-key'));
    return {
      folder,
      ...settings,
      hostToken: keptSecret(hostTokenFile, () => randomBytes(32).toString('hex')),
      hostTokenFile,
      operatorKeyFile: secret('operator-key'),
      operatorPublicKey: publicKey(secret('operator-key')),
      storageKeyFile: secret('storage-key'),
      address: publicKey(nodeUnitKeyFile),
      privateKey: keptSecret(nodeUnitKeyFile, newKey),
      release,
    };
  } catch (error) {
    release();
    throw error;
  }
}

function publicKeyIn(file: string, privateKey: string): string {
  try {
    return keyPairFromPrivateKey(privateKey).publicKey;
  } catch (cause) {
    throw new AppError(2, `${file} holds no key (${messageOf(cause)}): restore it`, { cause });
  }
}

function keepSettings(file: string, { port, name }: InstallationOptions): z.output<typeof settingsSchema> {
  const kept = readSettings(file);
  const settings = { port: port ?? kept?.port ?? DEFAULT_PORT, name: name ?? kept?.name ?? hostname() };
  writeFileSync(file, `${JSON.stringify(settings)}\n`, { mode: 0o600 });
  return settings;
}

function readSettings(file: string): z.output<typeof settingsSchema> | undefined {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  try {
    return settingsSchema.parse(JSON.parse(text));
  } catch (cause) {
    throw new AppError(2, `${file} is not usable: expected {"port": …, "name": …}; remove it to begin anew`, { cause });
  }
}
