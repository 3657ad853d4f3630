import { createHash, randomUUID, timingSafeEqual } from 'node:crypto';

import {
  challengeText,
  isPublicKey,
  isWorkloadCredential,
  readWorkloadCredential,
  tokenProof,
  verify,
  type WorkloadClaims,
} from '@node-unit/credentials';
import { HOST_ID } from '@node-unit/protocol';

import { isTokenEncodable, type Presented, presentedTokens, queryOf } from './presentedTokens.js';
import type { Principal, Proof } from './Principal.js';

/** The authentication settings of this host. */
export interface Admission {
  /** Members must know one of these; none: any client is a member. */
  readonly tokens: readonly string[];
  /** Whether members may connect with the token in the URL and without a challenge, as Yuan's terminals do. */
  readonly legacyMembers: boolean;
  /** Whether a connected node-unit reports that it currently runs this workload. */
  readonly runs: (claims: WorkloadClaims) => boolean;
}

/** The principal, or the reason for the refusal. */
export type Authentication =
  { readonly kind: 'accepted'; readonly principal: Principal } | { readonly kind: 'refused'; readonly reason: string };

/** A public key has 44 characters; the terminal ID is part of every message and log record. */
const MAX_ID_LENGTH = 256;

/** A run is a UUID. */
const MAX_RUN_LENGTH = 64;

/** A special character that is not encoded may be why a token in a URL is not the one that was meant. */
export const IN_A_URL = ' (in a URL, write %25 for %, %26 for & and %23 for #)';

const refused = (reason: string): Authentication => ({ kind: 'refused', reason: `Authentication failed: ${reason}` });

/** The ID that a client requests; a client that requests none gets a random one. */
export function wantedId(presented: Presented): string {
  return queryOf(presented).get('terminal_id') || randomUUID();
}

/** Authenticates a connection without a challenge: by the token, and by its signature if the ID is a public key. */
export function authenticatePlain(presented: Presented, terminalId: string, admission: Admission): Authentication {
  const readings = presentedTokens(presented);
  const idFault = idFaultOf(terminalId);
  if (idFault !== undefined) return refused(idFault);
  // The token that was really presented is what has to be signed: a signature of another text shows nothing.
  const signature = queryOf(presented).get('signature') ?? '';
  const proof: Proof = { kind: 'plain', signature };
  const isSigned = (token: string): boolean => verify(token, signature, terminalId);
  if (isPublicKey(terminalId) && !readings.some(isSigned)) return refused('Invalid signature');
  const credential = readings.find(isWorkloadCredential);
  if (credential !== undefined) return authenticateWorkload(terminalId, credential, proof, admission);
  if (isHostToken(readings, admission)) return acceptLegacyMember(terminalId, proof, admission);
  return refused(`Invalid or expired token${isTokenEncodable(presented) ? IN_A_URL : ''}`);
}

function idFaultOf(terminalId: string): string | undefined {
  if (terminalId === HOST_ID) return 'Reserved terminal id';
  return terminalId.length > MAX_ID_LENGTH ? `a terminal id has at most ${MAX_ID_LENGTH} characters` : undefined;
}

function acceptLegacyMember(terminalId: string, proof: Proof, admission: Admission): Authentication {
  if (admission.tokens.length === 0 || admission.legacyMembers) {
    return { kind: 'accepted', principal: { terminalId, proof, class: 'member' } };
  }
  return refused('this host lets members in by challenge only (HOST_LEGACY_MEMBERS=off)');
}

/** A client's answer to its challenge; any value. */
export function authenticateAnswer(
  answer: Readonly<Record<string, unknown>>,
  challenge: string,
  terminalId: string,
  admission: Admission,
): Authentication {
  const { signature, tokenProof: shown, credential } = answer;
  const proof = challengeProof(answer['run']);
  if (!isPublicKey(terminalId)) return refused('expected a public key as the terminal id');
  if (!verify(challengeText(challenge, terminalId), textOf(signature), terminalId)) {
    return refused('Invalid signature');
  }
  if (typeof credential === 'string') return authenticateWorkload(terminalId, credential, proof, admission);
  const isProof = (token: string): boolean => isEqual(textOf(shown), tokenProof(challenge, terminalId, token));
  if (!passes(admission, isProof)) return refused('Invalid or expired token');
  return { kind: 'accepted', principal: { terminalId, proof, class: 'member' } };
}

function challengeProof(run: unknown): Proof {
  const isRun = typeof run === 'string' && run !== '' && run.length <= MAX_RUN_LENGTH;
  return isRun ? { kind: 'challenge', run } : { kind: 'challenge' };
}

function authenticateWorkload(
  terminalId: string,
  credential: string,
  proof: Proof,
  { runs }: Admission,
): Authentication {
  const claims = readWorkloadCredential(credential);
  if (claims?.terminalId !== terminalId) return refused('Invalid workload credential');
  if (!runs(claims)) return refused('the node-unit of this workload does not run it now');
  return { kind: 'accepted', principal: { terminalId, proof, class: 'workload', claims } };
}

/** Whether an HTTP request or a connection contains the token of this host. */
export function isHostToken(readings: readonly string[], admission: Pick<Admission, 'tokens'>): boolean {
  return passes(admission, (token) => readings.some((presented) => isEqual(presented, token)));
}

function passes({ tokens }: Pick<Admission, 'tokens'>, isShown: (token: string) => boolean): boolean {
  return tokens.length === 0 || tokens.some(isShown);
}

/** Compares in constant time. */
function isEqual(left: string, right: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(left), digest(right));
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
