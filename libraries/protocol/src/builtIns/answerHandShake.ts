import { createExchangeKeyPair, type KeyPair, KeyError, sharedKey, sign, verify } from '@node-unit/credentials';

import { isRecord } from '../wire/isRecord.js';
import type { Response } from '../wire/Message.js';
import type { SharedKey } from './SharedKey.js';

/** The answer to a request for a key, and the key, if there is one now. */
export interface HandShake {
  readonly res: Response;
  readonly agreed?: SharedKey;
}

/**
 * Agrees on a key with whoever asks: both sides have shown by a signature that the part of the key is their own. The own
 * part is a new one every time.
 */
export function answerHandShake(req: unknown, own: KeyPair): HandShake {
  const request = readRequest(req);
  if (!request) {
    return { res: { code: 400, message: 'Bad Request: expected x25519_public_key, public_key and signature, texts' } };
  }
  const { x25519_public_key: theirs, public_key: publicKey, signature } = request;
  if (!verify(theirs, signature, publicKey)) {
    const message = 'Forbidden: the signature is not one of x25519_public_key by public_key';
    return { res: { code: 403, message } };
  }
  const exchange = createExchangeKeyPair();
  const key = keyOf(theirs, exchange.privateKey);
  if (key === undefined)
    return { res: { code: 400, message: 'Bad Request: x25519_public_key is no X25519 public key' } };
  const data = {
    x25519_public_key: exchange.publicKey,
    signature: sign(theirs + exchange.publicKey, own.privateKey),
  };
  return { res: { code: 0, message: 'OK', data }, agreed: { publicKey, key } };
}

interface HandShakeRequest {
  readonly x25519_public_key: string;
  readonly public_key: string;
  readonly signature: string;
}

function readRequest(req: unknown): HandShakeRequest | undefined {
  if (!isRecord(req)) return undefined;
  const { x25519_public_key, public_key, signature } = req;
  const texts = [x25519_public_key, public_key, signature];
  return texts.every((text) => typeof text === 'string') ? (req as unknown as HandShakeRequest) : undefined;
}

function keyOf(publicKey: string, privateKey: string): string | undefined {
  try {
    return sharedKey(publicKey, privateKey);
  } catch (error) {
    if (error instanceof KeyError) return undefined;
    throw error;
  }
}
