/**
 * The token in the query of a host URL. A `+` is a `+`, and not the space that it is in a form: tokens in base64 are put
 * there as they are.
 */
export function readHostToken({ search }: Pick<URL, 'search'>): string | undefined {
  return new URLSearchParams(search.replaceAll('+', '%2B')).get('host_token') ?? undefined;
}
