import { writeFileSync } from 'node:fs';

import { AppError } from '@node-unit/app-runtime/AppError';
import { messageOf } from '@node-unit/basics';
import { createKeyPair, type KeyPair, keyPairFromPrivateKey } from '@node-unit/credentials';

import { readSecretFile } from './secretFile.js';

/** Makes a key in a file that only this user may read. @throws Error of the file system, such as for an existing file */
export function createKeyFile(file: string): KeyPair {
  const keyPair = createKeyPair();
  writeFileSync(file, `${keyPair.privateKey}\n`, { mode: 0o600, flag: 'wx' });
  return keyPair;
}

/** Reads a key. @throws AppError if the file cannot be read or holds none */
export function readKeyFile(file: string, warn: (line: string) => void): KeyPair {
  const text = readSecretFile(file, 'a key', warn);
  try {
    return keyPairFromPrivateKey(text);
  } catch (cause) {
    throw new AppError(2, `${file} holds no key (${messageOf(cause)}): make one with "unitctl key create"`, { cause });
  }
}
