/**
 * Keys, signatures, and the proof that a terminal presents to a host: the answer to a challenge, or the credential of a
 * workload. Pure; runs in Node.js and in browsers.
 *
 * @packageDocumentation
 */
export {
  answerChallenge,
  CHALLENGE_SUBPROTOCOL,
  type ChallengeAnswer,
  challengeText,
  createChallenge,
  PLAIN_SUBPROTOCOL,
  tokenProof,
} from './challenge.js';
export { decodeBase58, isPublicKey } from './keys/base58.js';
export { createKeyPair } from './keys/createKeyPair.js';
export { deriveKeyPair } from './keys/deriveKeyPair.js';
export { createExchangeKeyPair, sharedKey } from './keys/exchangeKeys.js';
export { KeyError, type KeyErrorCode } from './keys/KeyError.js';
export type { KeyPair } from './keys/KeyPair.js';
export { keyPairFromPrivateKey } from './keys/keyPairFromPrivateKey.js';
export {
  isSignedOperatorRequest,
  type OperatorRequest,
  type OperatorRoute,
  signOperatorRequest,
} from './operatorRequest.js';
export { sign } from './keys/sign.js';
export { verify } from './keys/verify.js';
export {
  isWorkloadCredential,
  issueWorkloadCredential,
  readWorkloadCredential,
  type WorkloadClaims,
} from './workloadCredential.js';
