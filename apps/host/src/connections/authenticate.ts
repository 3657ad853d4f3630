import { createHash, randomUUID, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

import { HOST_ID, isPublicKey } from '@node-unit/protocol';

import { verifySignature } from './verifySignature.js';

/** What a client presents with its request. */
export interface Credentials {
  /** The request target, query included; any text. */
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
}

/** Who may come in under which id, or why not. */
export type Authentication =
  { readonly kind: 'accepted'; readonly terminalId: string } | { readonly kind: 'refused'; readonly reason: string };

const refused = (reason: string): Authentication => ({
  kind: 'refused',
  reason: `Authentication failed: ${reason}`,
});

/**
 * Checks the token, and that an id that is a public key belongs to its owner: the signature covers the token of the
 * query, or the empty string.
 *
 * @param token - the token that this host wants; undefined lets everybody in
 */
export function authenticate(credentials: Credentials, token: string | undefined): Authentication {
  const query = queryOf(credentials.url);
  if (token !== undefined && !isEqual(presentedToken(credentials.headers, query), token)) {
    return refused('Invalid or expired token');
  }
  const terminalId = query.get('terminal_id') || randomUUID();
  if (terminalId === HOST_ID) return refused('Reserved terminal id');
  return isOwner(query, terminalId) ? { kind: 'accepted', terminalId } : refused('Invalid signature');
}

/** An id that is no public key belongs to nobody, so anybody may use it. */
function isOwner(query: URLSearchParams, terminalId: string): boolean {
  if (!isPublicKey(terminalId)) return true;
  return verifySignature(query.get('host_token') ?? '', query.get('signature') ?? '', terminalId);
}

/** Not by a URL parser: a request target need not be a valid one. */
function queryOf(url: string): URLSearchParams {
  const start = url.indexOf('?');
  return new URLSearchParams(start < 0 ? '' : url.slice(start + 1));
}

/** The one that counts: the `host_token` header, else a bearer token, else the one of the query. */
function presentedToken(headers: IncomingHttpHeaders, query: URLSearchParams): string {
  const bearer = /^Bearer (.+)$/.exec(headers.authorization ?? '')?.[1];
  return String(headers['host_token'] ?? bearer ?? query.get('host_token') ?? '');
}

/** Takes the same time wherever the texts differ. */
function isEqual(left: string, right: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(left), digest(right));
}
