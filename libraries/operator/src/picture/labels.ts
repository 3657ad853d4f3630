/** Names of node-units, by address. */
export type Names = ReadonlyMap<string, string>;

const SHORT = 8;

/** The beginning of an ID or an address, which is enough to tell it from others. */
export function shortId(id: string): string {
  return id.slice(0, SHORT);
}

/** What a person calls a deployment. */
export function labelOf({
  id,
  name,
  replica,
}: {
  readonly id: string;
  readonly name: string;
  readonly replica: number;
}): string {
  return name === '' ? shortId(id) : `${name}/${replica}`;
}

/** For sorting; the same everywhere, whatever the language. */
export function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
