import { utf8ToBytes } from '@noble/hashes/utils';
import { base64urlnopad } from '@scure/base';

import { isPublicKey } from './keys/base58.js';
import type { KeyPair } from './keys/KeyPair.js';
import { sign } from './keys/sign.js';
import { verify } from './keys/verify.js';

const PREFIX = 'workload.';
/** A credential has about 400 characters. */
const MAX_LENGTH = 2_048;
const FORM = /^workload\.([A-Za-z0-9_-]+)\.([1-9A-HJ-NP-Za-km-z]+)$/;

/**
 * The claims of a workload credential.
 *
 * @public
 */
export interface WorkloadClaims {
  /** The terminal id of the workload: a public key. */
  readonly terminalId: string;
  readonly deploymentId: string;
  readonly claimEpoch: number;
  /** The address of the node-unit that runs the workload and has signed the credential. */
  readonly nodeUnit: string;
}

/**
 * Whether a token has the form of a workload credential. Does not verify it.
 *
 * @public
 */
export function isWorkloadCredential(token: string): boolean {
  return token.startsWith(PREFIX);
}

/**
 * Creates a credential with which a process of a deployment may connect as a workload. It is bound to the key of that
 * process. The host and the node-unit decide whether it is still valid.
 *
 * @param nodeUnit - The key pair of the node-unit that runs the deployment.
 * @returns A text that needs no escaping in URLs and headers.
 *
 * @public
 */
export function issueWorkloadCredential(claims: Omit<WorkloadClaims, 'nodeUnit'>, nodeUnit: KeyPair): string {
  const { terminalId, deploymentId, claimEpoch } = claims;
  const content = JSON.stringify([terminalId, deploymentId, claimEpoch, nodeUnit.publicKey]);
  const body = base64urlnopad.encode(utf8ToBytes(content));
  return `${PREFIX}${body}.${sign(signedText(body), nodeUnit.privateKey)}`;
}

/**
 * Returns the claims of a credential if its node-unit has signed it, otherwise `undefined`.
 *
 * @public
 */
export function readWorkloadCredential(credential: string): WorkloadClaims | undefined {
  if (credential.length > MAX_LENGTH) return undefined;
  const [, body = '', signature = ''] = FORM.exec(credential) ?? [];
  const claims = readClaims(body);
  return claims && verify(signedText(body), signature, claims.nodeUnit) ? claims : undefined;
}

/** Contains the purpose, so that the signature cannot be used for anything else. */
function signedText(body: string): string {
  return `node-unit workload\n${body}`;
}

function readClaims(body: string): WorkloadClaims | undefined {
  const content = parse(body);
  if (!Array.isArray(content) || content.length !== 4) return undefined;
  const [terminalId, deploymentId, claimEpoch, nodeUnit] = content as unknown[];
  if (!isKey(terminalId) || !isKey(nodeUnit)) return undefined;
  if (typeof deploymentId !== 'string' || !Number.isSafeInteger(claimEpoch)) return undefined;
  return { terminalId, deploymentId, claimEpoch: Number(claimEpoch), nodeUnit };
}

function parse(body: string): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(base64urlnopad.decode(body))) as unknown;
  } catch {
    return undefined;
  }
}

function isKey(value: unknown): value is string {
  return typeof value === 'string' && isPublicKey(value);
}
