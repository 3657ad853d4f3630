import { readHostToken } from './readHostToken.js';

/**
 * A host URL for another program, with the token written so that every reader reads the same, whether or not `+` means a
 * space to it.
 *
 * @param hostToken - In place of the one in the URL.
 * @throws TypeError if the URL is none
 *
 * @public
 */
export function withHostToken(hostUrl: string, hostToken?: string): string {
  const url = new URL(hostUrl);
  const token = hostToken ?? readHostToken(url);
  if (token === undefined) return url.href;
  url.searchParams.set('host_token', token);
  // What is still a `+` after that stands for a space.
  url.search = url.search.replaceAll('+', '%20');
  return url.href;
}
