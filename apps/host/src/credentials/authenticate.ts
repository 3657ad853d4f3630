import { createHash, randomUUID, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

import {
  challengeText,
  isPublicKey,
  isWorkloadCredential,
  readWorkloadCredential,
  tokenProof,
  type WorkloadClaims,
} from '@node-unit/credentials';
import { HOST_ID } from '@node-unit/protocol';

import type { Principal, Proof } from './Principal.js';
import { verifySignature } from './verifySignature.js';

/** The credentials in a client's request. */
export interface Presented {
  /** The request target, query included; any text. */
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
}

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

const refused = (reason: string): Authentication => ({ kind: 'refused', reason: `Authentication failed: ${reason}` });

/** The ID that a client requests; a client that requests none gets a random one. */
export function wantedId({ url }: Presented): string {
  return queryOf(url).get('terminal_id') || randomUUID();
}

/** Authenticates a connection without a challenge: by the token, and by its signature if the ID is a public key. */
export function authenticatePlain(presented: Presented, terminalId: string, admission: Admission): Authentication {
  const token = presentedToken(presented);
  if (terminalId === HOST_ID) return refused('Reserved terminal id');
  if (terminalId.length > MAX_ID_LENGTH) return refused(`a terminal id has at most ${MAX_ID_LENGTH} characters`);
  // The token that was really presented is what has to be signed: a signature of another text shows nothing.
  const signature = queryOf(presented.url).get('signature') ?? '';
  const proof: Proof = { kind: 'plain', signature };
  if (isPublicKey(terminalId) && !verifySignature(token, signature, terminalId)) return refused('Invalid signature');
  return isWorkloadCredential(token)
    ? authenticateWorkload(terminalId, token, proof, admission)
    : authenticateLegacyMember(terminalId, token, proof, admission);
}

function authenticateLegacyMember(
  terminalId: string,
  token: string,
  proof: Proof,
  admission: Admission,
): Authentication {
  if (!isHostToken(token, admission)) return refused('Invalid or expired token');
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
  if (!verifySignature(challengeText(challenge, terminalId), textOf(signature), terminalId)) {
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
  const claims = readWorkloadCredential(credential, verifySignature);
  if (claims?.terminalId !== terminalId) return refused('Invalid workload credential');
  if (!runs(claims)) return refused('the node-unit of this workload does not run it now');
  return { kind: 'accepted', principal: { terminalId, proof, class: 'workload', claims } };
}

/** Whether an HTTP request or a connection contains the token of this host. */
export function isHostToken(presented: string, admission: Pick<Admission, 'tokens'>): boolean {
  return passes(admission, (token) => isEqual(presented, token));
}

function passes({ tokens }: Pick<Admission, 'tokens'>, isShown: (token: string) => boolean): boolean {
  return tokens.length === 0 || tokens.some(isShown);
}

/** The token that takes effect: the `host_token` header, else a bearer token, else the one in the query. */
export function presentedToken({ url, headers }: Presented): string {
  const bearer = /^Bearer (.+)$/.exec(headers.authorization ?? '')?.[1];
  return String(headers['host_token'] ?? bearer ?? queryOf(url).get('host_token') ?? '');
}

/** Does not use a URL parser, because a request target may not be a valid URL. */
function queryOf(url: string): URLSearchParams {
  const start = url.indexOf('?');
  return new URLSearchParams(start < 0 ? '' : url.slice(start + 1));
}

/** Compares in constant time. */
function isEqual(left: string, right: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(left), digest(right));
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
