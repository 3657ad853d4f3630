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

/** What a client presents with its request. */
export interface Presented {
  /** The request target, query included; any text. */
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
}

/** What this host lets in. */
export interface Admission {
  /** Members must know one of these; none: any client is a member. */
  readonly tokens: readonly string[];
  /** Whether members may connect with the token in the URL and without a challenge, as Yuan's terminals do. */
  readonly legacyMembers: boolean;
  /** Whether a node-unit that is connected says that it runs this workload now. */
  readonly runs: (claims: WorkloadClaims) => boolean;
}

/** Who may come in, or why not. */
export type Authentication =
  { readonly kind: 'accepted'; readonly principal: Principal } | { readonly kind: 'refused'; readonly reason: string };

/** A public key has 44 characters; the id of a terminal stands in every message and in every log record about it. */
const MAX_ID_LENGTH = 256;

const CHALLENGE: Proof = { kind: 'challenge' };

const refused = (reason: string): Authentication => ({ kind: 'refused', reason: `Authentication failed: ${reason}` });

/** The id that a client wants to have; one that names none gets a new one. */
export function wantedId({ url }: Presented): string {
  return queryOf(url).get('terminal_id') || randomUUID();
}

/** Judges a connection without a challenge: by the token, and by the signature of it where the id is a public key. */
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

/** What a client answered to the challenge that it was asked; any value. */
export function authenticateAnswer(
  answer: Readonly<Record<string, unknown>>,
  challenge: string,
  terminalId: string,
  admission: Admission,
): Authentication {
  const { signature, tokenProof: shown, credential } = answer;
  if (!isPublicKey(terminalId)) return refused('expected a public key as the terminal id');
  if (!verifySignature(challengeText(challenge, terminalId), textOf(signature), terminalId)) {
    return refused('Invalid signature');
  }
  if (typeof credential === 'string') return authenticateWorkload(terminalId, credential, CHALLENGE, admission);
  const isProof = (token: string): boolean => isEqual(textOf(shown), tokenProof(challenge, terminalId, token));
  if (!passes(admission, isProof)) return refused('Invalid or expired token');
  return { kind: 'accepted', principal: { terminalId, proof: CHALLENGE, class: 'member' } };
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

/** Whether an HTTP request, or a connection, shows the token of this host. */
export function isHostToken(presented: string, admission: Pick<Admission, 'tokens'>): boolean {
  return passes(admission, (token) => isEqual(presented, token));
}

function passes({ tokens }: Pick<Admission, 'tokens'>, isShown: (token: string) => boolean): boolean {
  return tokens.length === 0 || tokens.some(isShown);
}

/** The one that counts: the `host_token` header, else a bearer token, else the one of the query. */
export function presentedToken({ url, headers }: Presented): string {
  const bearer = /^Bearer (.+)$/.exec(headers.authorization ?? '')?.[1];
  return String(headers['host_token'] ?? bearer ?? queryOf(url).get('host_token') ?? '');
}

/** Not by a URL parser: a request target need not be a valid one. */
function queryOf(url: string): URLSearchParams {
  const start = url.indexOf('?');
  return new URLSearchParams(start < 0 ? '' : url.slice(start + 1));
}

/** Takes the same time wherever the texts differ. */
function isEqual(left: string, right: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(left), digest(right));
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
