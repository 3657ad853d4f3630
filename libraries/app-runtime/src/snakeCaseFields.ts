type SnakeCase<Text extends string> = Text extends `${infer First}${infer Rest}`
  ? `${First extends Lowercase<First> ? First : `_${Lowercase<First>}`}${SnakeCase<Rest>}`
  : Text;

/**
 * Converts the keys of an object to snake_case; the values are unchanged.
 *
 * @public
 */
export type SnakeCaseFields<Fields> = {
  readonly [Name in keyof Fields as Name extends string ? SnakeCase<Name> : Name]: Fields[Name];
};

/**
 * Converts an object to fields of a log record: `durationMs` becomes `duration_ms`.
 *
 * @public
 */
export function snakeCaseFields<Fields extends object>(fields: Fields): SnakeCaseFields<Fields> {
  const entries = Object.entries(fields).map(([name, value]: [string, unknown]) => [
    name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
    value,
  ]);
  return Object.fromEntries(entries) as SnakeCaseFields<Fields>;
}
