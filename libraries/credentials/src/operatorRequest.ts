import { bytesToHex, randomBytes, utf8ToBytes } from '@noble/hashes/utils';

import { isPublicKey } from './keys/base58.js';
import type { KeyPair } from './keys/KeyPair.js';
import { sign } from './keys/sign.js';
import { verify } from './keys/verify.js';

const MOST_BYTES = 16 * 1024 * 1024;

/**
 * A request that an operator has signed. The key itself is sent to nobody.
 *
 * @public
 */
export interface OperatorRequest {
  /** What is asked for, as JSON. */
  readonly content: string;
  /** Milliseconds since the epoch, by the clock of the operator. */
  readonly issuedAtMs: number;
  /** Different in every request, so that none can be sent a second time. */
  readonly nonce: string;
  /** The operator's public key. */
  readonly operator: string;
  readonly signature: string;
}

/**
 * Between whom a signed request passes: it means nothing to another storage or from another terminal.
 *
 * @public
 */
export interface OperatorRoute {
  readonly terminalId: string;
  readonly storageId: string;
}

/**
 * Signs a request as an operator, with a nonce of its own.
 *
 * @public
 */
export function signOperatorRequest(
  unsigned: Pick<OperatorRequest, 'content' | 'issuedAtMs'>,
  route: OperatorRoute,
  operator: KeyPair,
): OperatorRequest {
  const request = { ...unsigned, nonce: bytesToHex(randomBytes(16)), operator: operator.publicKey };
  return { ...request, signature: sign(signedText(request, route), operator.privateKey) };
}

/**
 * Whether the owner of the stated public key has signed this request for this route. The caller decides whether that is an
 * operator, and whether the request is new.
 *
 * @public
 */
export function isSignedOperatorRequest(request: OperatorRequest, route: OperatorRoute): boolean {
  if (!isPublicKey(request.operator) || utf8ToBytes(request.content).length > MOST_BYTES) return false;
  return verify(signedText(request, route), request.signature, request.operator);
}

/** Contains the purpose, so that the signature cannot be used for anything else. The content is last: it may be anything. */
function signedText(
  { content, issuedAtMs, nonce, operator }: Omit<OperatorRequest, 'signature'>,
  { terminalId, storageId }: OperatorRoute,
): string {
  const head = JSON.stringify([operator, terminalId, storageId, issuedAtMs, nonce]);
  return `node-unit operator\n${head}\n${content}`;
}
