import { hmac } from '@noble/hashes/hmac';
import { sha256 } from '@noble/hashes/sha2';
import { randomBytes, utf8ToBytes } from '@noble/hashes/utils';

import { encodeBase58 } from './keys/base58.js';
import type { KeyPair } from './keys/KeyPair.js';
import { sign } from './keys/sign.js';
import { isWorkloadCredential } from './workloadCredential.js';

/**
 * The WebSocket subprotocol by which a terminal and a host agree on a challenge. A terminal offers it after
 * {@link PLAIN_SUBPROTOCOL}, because a host that knows neither takes the first.
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
 * What a terminal answers to a challenge.
 *
 * @public
 */
export interface ChallengeAnswer {
  /** By the terminal's key; shows that the terminal owns its id, now. */
  readonly signature: string;
  /** Shows that the terminal knows the host token, without saying it. */
  readonly tokenProof?: string;
  /** What a workload has instead of the host token. */
  readonly credential?: string;
}

/**
 * A text that no terminal was asked to sign before.
 *
 * @public
 */
export function createChallenge(): string {
  return encodeBase58(randomBytes(32));
}

/**
 * The text that the owner of a terminal id signs. It says what it is for, so that the signature is good for nothing else.
 *
 * @public
 */
export function challengeText(challenge: string, terminalId: string): string {
  return `node-unit terminal\n${challenge}\n${terminalId}`;
}

/**
 * Shows knowledge of the host token for one challenge: HMAC-SHA256, base58.
 *
 * @public
 */
export function tokenProof(challenge: string, terminalId: string, token: string): string {
  return encodeBase58(hmac(sha256, utf8ToBytes(token), utf8ToBytes(`node-unit token\n${challenge}\n${terminalId}`)));
}

/**
 * The answer of a terminal that was given a host token, a workload's credential in its place, or neither.
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
