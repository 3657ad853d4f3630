/**
 * Parses a comma-separated list of origins.
 *
 * @throws Error if one is none
 */
export function readOrigins(text: string): readonly string[] {
  const origins = text.split(',').map((part) => part.trim());
  return origins.filter((origin) => origin !== '').map(readOrigin);
}

function readOrigin(text: string): string {
  if (text === '*') return text;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isOrigin = url?.href === `${url?.origin}/` && /^https?:[^*]*$/.test(url.href);
  if (url && isOrigin) return url.origin;
  throw new Error(
    `expected origins such as https://example.com, separated by commas, or *; got ${JSON.stringify(text)}`,
  );
}
