import { hmac } from '@noble/hashes/hmac';
import { sha256 } from '@noble/hashes/sha2';
import { randomBytes, utf8ToBytes } from '@noble/hashes/utils';

import { encodeBase58 } from './keys/base58.js';
import type { KeyPair } from './keys/KeyPair.js';
import { sign } from './keys/sign.js';
import { isWorkloadCredential } from './workloadCredential.js';

/**
 * The WebSocket subprotocol with which a terminal and a host agree on a challenge. A terminal offers it after {@link
 * PLAIN_SUBPROTOCOL}, because a host that knows neither selects the first.
 *
 * @public
 */
export const CHALLENGE_SUBPROTOCOL = 'node-unit.challenge.1';

/**
 * The WebSocket subprotocol of a connection without a challenge.
 *
 * @public
 */
export const PLAIN_SUBPROTOCOL = 'yuan.terminal';

/**
 * The answer of a terminal to a challenge.
 *
 * @public
 */
export interface ChallengeAnswer {
  /** Signature by the terminal's key; proves possession of the key at this moment. */
  readonly signature: string;
  /** Proves that the terminal knows the host token without revealing it. */
  readonly tokenProof?: string;
  /** The credential of a workload, which replaces the host token. */
  readonly credential?: string;
}

/**
 * A random text that no terminal has been asked to sign before.
 *
 * @public
 */
export function createChallenge(): string {
  return encodeBase58(randomBytes(32));
}

/**
 * The text that the owner of a terminal ID signs. It contains its purpose, so that the signature cannot be used for
 * anything else.
 *
 * @public
 */
export function challengeText(challenge: string, terminalId: string): string {
  return `node-unit terminal\n${challenge}\n${terminalId}`;
}

/**
 * Proves knowledge of the host token for one challenge: HMAC-SHA256, base58.
 *
 * @public
 */
export function tokenProof(challenge: string, terminalId: string, token: string): string {
  return encodeBase58(hmac(sha256, utf8ToBytes(token), utf8ToBytes(`node-unit token\n${challenge}\n${terminalId}`)));
}

/**
 * The answer of a terminal that has a host token, a workload credential instead, or neither.
 *
 * @public
 */
export function answerChallenge(challenge: string, keyPair: KeyPair, token: string | undefined): ChallengeAnswer {
  const signature = sign(challengeText(challenge, keyPair.publicKey), keyPair.privateKey);
  if (token === undefined) return { signature };
  return isWorkloadCredential(token)
    ? { signature, credential: token }
    : { signature, tokenProof: tokenProof(challenge, keyPair.publicKey, token) };
}
