import { AppError } from '@node-unit/app-runtime/AppError';
import { messageOf } from '@node-unit/basics';
import { type KeyPair, keyPairFromPrivateKey } from '@node-unit/credentials';

import { chooseConnection, type ConnectionChoice, type ConnectionSources, type Secret } from './chooseConnection.js';
import { readKeyFile } from './keyFile.js';
import { readSecretFile } from './secretFile.js';

/** How the cluster is reached. */
export type Connection =
  | {
      readonly kind: 'host';
      readonly hostUrl: string;
      /** A function reads the file again, so that the token can be replaced while a connection is kept. */
      readonly hostToken?: string | (() => string);
      /** Without it, what changes the cluster is refused. */
      readonly operatorKey?: KeyPair;
    }
  | { readonly kind: 'postgres'; readonly uri: string };

type Warn = (line: string) => void;

/**
 * The cluster that is chosen (see {@link chooseConnection}), with its secrets.
 *
 * @param warn - is told what is unsafe, such as a key that others may read
 * @throws AppError with exit code 2 if nothing is chosen, or if a secret cannot be read
 */
export function resolveConnection(sources: ConnectionSources, warn: Warn): Connection {
  const choice = chooseConnection(sources);
  return choice.kind === 'host' ? hostOf(choice, warn) : { kind: 'postgres', uri: databaseOf(choice.uri, warn) };
}

function hostOf(choice: Extract<ConnectionChoice, { kind: 'host' }>, warn: Warn): Connection {
  const { hostUrl, hostToken, operatorKey } = choice;
  checkUrl(hostUrl, ['ws:', 'wss:'], 'the URL of the host is not usable: expected ws://… or wss://…');
  return {
    kind: 'host',
    hostUrl,
    ...(hostToken && { hostToken: tokenOf(hostToken, warn) }),
    ...(operatorKey && { operatorKey: keyOf(operatorKey, warn) }),
  };
}

function tokenOf(secret: Secret, warn: Warn): string | (() => string) {
  if ('text' in secret) return secret.text;
  const { file } = secret;
  readSecretFile(file, 'the token of the host', warn);
  return () => readSecretFile(file, 'the token of the host', () => undefined);
}

/** The message does not quote the key. */
function keyOf(secret: Secret, warn: Warn): KeyPair {
  if ('file' in secret) return readKeyFile(secret.file, warn);
  try {
    return keyPairFromPrivateKey(secret.text);
  } catch (cause) {
    throw new AppError(2, `OPERATOR_KEY is no operator key: ${messageOf(cause)}`, { cause });
  }
}

function databaseOf(secret: Secret, warn: Warn): string {
  const uri = 'text' in secret ? secret.text : readSecretFile(secret.file, 'the URI of the database', warn);
  checkUrl(uri, ['postgres:', 'postgresql:'], 'the URI of the database is not usable: expected postgres://…');
  return uri;
}

/** What is wrong is said without the text, which may hold a password. */
function checkUrl(text: string, protocols: readonly string[], message: string): void {
  if (!URL.canParse(text) || !protocols.includes(new URL(text).protocol)) throw new AppError(2, message);
}
