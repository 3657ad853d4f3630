import type { IncomingHttpHeaders } from 'node:http';

/** The credentials in a client's request. */
export interface Presented {
  /** The request target, query included; any text. */
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
}

/**
 * The readings of the token that takes effect: the `host_token` header, else a bearer token, else the one in the query.
 *
 * @remarks
 * A token may be written in more than one way. In a query, `+` is a `+` to those who put a token there as it is, and a
 * space to those who encode it as a form does. A header is transmitted byte by byte: other than ASCII, it is UTF-8.
 */
export function presentedTokens(presented: Presented): readonly string[] {
  const { headers } = presented;
  const bearer = /^Bearer (.+)$/.exec(headers.authorization ?? '')?.[1];
  const header = headers['host_token'] ?? bearer;
  if (header !== undefined) return distinct(String(header), Buffer.from(String(header), 'latin1').toString());
  return distinct(queryOf(presented, '%2B').get('host_token') ?? '', queryOf(presented, '+').get('host_token') ?? '');
}

/** Whether the token that takes effect is the one in the query and has characters that have to be encoded there. */
export function isTokenEncodable(presented: Presented): boolean {
  const { headers } = presented;
  const isInHeader = headers['host_token'] !== undefined || headers.authorization?.startsWith('Bearer ') === true;
  return !isInHeader && /[^\w.~-]/.test(queryOf(presented).get('host_token') ?? '');
}

/** Does not use a URL parser, because a request target may not be a valid URL. */
export function queryOf({ url }: Pick<Presented, 'url'>, plus: '+' | '%2B' = '+'): URLSearchParams {
  const start = url.indexOf('?');
  return new URLSearchParams(start < 0 ? '' : url.slice(start + 1).replaceAll('+', plus));
}

function distinct(...readings: readonly string[]): readonly string[] {
  return [...new Set(readings)];
}
