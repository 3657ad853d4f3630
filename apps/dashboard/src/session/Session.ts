import { type KeyPair, keyPairFromPrivateKey } from '@node-unit/credentials';

/** The secrets that the user has given to this tab. */
export interface Session {
  readonly hostToken: string | undefined;
  readonly operatorKey: KeyPair | undefined;
}

const TOKEN = 'node-unit.host-token';
const KEY = 'node-unit.operator-key';

/** What this tab was given before it was reloaded. A key that cannot be read is no key. */
export function readSession(storage: Pick<Storage, 'getItem'>): Session {
  const token = storage.getItem(TOKEN);
  const key = storage.getItem(KEY);
  return { hostToken: token ?? undefined, operatorKey: key === null ? undefined : keyOrNone(key) };
}

/** Keeps the secrets until the tab is closed. */
export function keepSession(storage: Pick<Storage, 'setItem' | 'removeItem'>, session: Session): void {
  const { hostToken, operatorKey } = session;
  if (hostToken === undefined) storage.removeItem(TOKEN);
  else storage.setItem(TOKEN, hostToken);
  if (operatorKey === undefined) storage.removeItem(KEY);
  else storage.setItem(KEY, operatorKey.privateKey);
}

/** @throws KeyError that says what is wrong with the text */
export function readKey(text: string): KeyPair {
  return keyPairFromPrivateKey(text.trim());
}

function keyOrNone(text: string): KeyPair | undefined {
  try {
    return readKey(text);
  } catch {
    return undefined;
  }
}
