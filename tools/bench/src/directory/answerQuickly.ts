import { createPrivateKey, type KeyObject, sign } from 'node:crypto';

import { challengeText, decodeBase58, type KeyPair, tokenProof } from '@node-unit/credentials';

const ALPHABET = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';

/** The key of a terminal as the platform signs with it. */
export function privateKeyOf({ privateKey, publicKey }: KeyPair): KeyObject {
  const [d, x] = [base64Of(decodeBase58(privateKey)?.slice(0, 32)), base64Of(decodeBase58(publicKey))];
  return createPrivateKey({ key: { kty: 'OKP', crv: 'Ed25519', d, x }, format: 'jwk' });
}

function base64Of(bytes: Uint8Array = new Uint8Array()): string {
  return Buffer.from(bytes).toString('base64url');
}

/** What `answerChallenge` answers, by the platform's signatures: one process answers for hundreds of machines. */
export function answerQuickly(
  challenge: string,
  terminalId: string,
  secrets: { key: KeyObject; token: string },
): object {
  const signature = sign(null, Buffer.from(challengeText(challenge, terminalId)), secrets.key);
  return { signature: encodeBase58(signature), tokenProof: tokenProof(challenge, terminalId, secrets.token) };
}

function encodeBase58(bytes: Buffer): string {
  let text = '';
  for (let rest = BigInt(`0x${bytes.toString('hex')}`); rest > 0n; rest /= 58n)
    text = ALPHABET.charAt(Number(rest % 58n)) + text;
  const zeros = bytes.findIndex((byte) => byte !== 0);
  return '1'.repeat(Math.max(zeros, 0)) + text;
}
