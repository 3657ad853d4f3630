import { readFileSync, writeFileSync } from 'node:fs';

import { AppError } from '@node-unit/app-runtime';
import { messageOf } from '@node-unit/basics';
import { createKeyPair, type KeyPair, keyPairFromPrivateKey } from '@node-unit/credentials';

/** The key by which node-units recognise this storage; generated at every start if none is configured. */
export interface StorageKeyConfig {
  readonly STORAGE_PRIVATE_KEY: KeyPair | undefined;
  readonly STORAGE_KEY_FILE: string | undefined;
}

/** @throws AppError if the key file can neither be read nor created */
export function storageKey({ STORAGE_PRIVATE_KEY: keyPair, STORAGE_KEY_FILE: file }: StorageKeyConfig): KeyPair {
  if (keyPair) return keyPair;
  if (file === undefined) return createKeyPair();
  try {
    return readKey(file) ?? createKey(file);
  } catch (cause) {
    throw new AppError(2, `STORAGE_KEY_FILE=${JSON.stringify(file)} is not usable: ${messageOf(cause)}`, { cause });
  }
}

function readKey(file: string): KeyPair | undefined {
  try {
    return keyPairFromPrivateKey(readFileSync(file, 'utf8').trim());
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

function createKey(file: string): KeyPair {
  const keyPair = createKeyPair();
  // Exclusively: of two storages that start at once, one keeps its key and the other fails.
  writeFileSync(file, `${keyPair.privateKey}\n`, { mode: 0o600, flag: 'wx' });
  return keyPair;
}
