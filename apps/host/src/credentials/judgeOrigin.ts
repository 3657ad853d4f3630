import type { IncomingHttpHeaders } from 'node:http';
import { isIP } from 'node:net';

/** The settings that pages are judged by. */
export interface OriginRules {
  readonly tokens: readonly string[];
  /** Origins of pages, such as `https://example.com`; `*` = any. */
  readonly allowedOrigins: readonly string[];
}

export const FOREIGN_PAGE =
  'a page of another site: this host has no token; set HOST_TOKEN, or list the origin in HOST_ALLOWED_ORIGINS';

/**
 * Returns the reason why a request is refused that a browser sends for a page, or `undefined`. Pure.
 *
 * @remarks
 * Any page on the internet can make the browser of this machine connect to its loopback address. A page does not know the
 * token; without one, its origin decides. A request without an origin comes from no page, unless its `Host` is a name that
 * the site of a page has pointed to this machine: a browser states no origin for a page of that name. The host's own page has
 * the host's own address as its origin.
 */
export function judgeOrigin(
  { origin, host = '' }: Pick<IncomingHttpHeaders, 'origin' | 'host'>,
  { tokens, allowedOrigins }: OriginRules,
): string | undefined {
  if (tokens.length > 0 || allowedOrigins.includes('*')) return undefined;
  if (isOwnName(host) && isNoForeignPage(origin, host)) return undefined;
  return allowedOrigins.includes((origin ?? `http://${host}`).toLowerCase()) ? undefined : FOREIGN_PAGE;
}

/** No page, or the page that this host serves itself. */
function isNoForeignPage(origin: string | undefined, host: string): boolean {
  const own = ['http', 'https'].map((scheme) => `${scheme}://${host.toLowerCase()}`);
  return origin === undefined || own.includes(origin.toLowerCase());
}

/** Addresses and `localhost` cannot be pointed elsewhere by a site. */
function isOwnName(host: string): boolean {
  const name = host.replace(/:\d*$/, '').toLowerCase();
  return name === '' || name === 'localhost' || isIP(name.replace(/^\[(.*)\]$/, '$1')) !== 0;
}
