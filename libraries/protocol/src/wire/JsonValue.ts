/**
 * What survives JSON unchanged, apart from `undefined` properties, which are left out.
 *
 * @public
 */
export type JsonValue = string | number | boolean | null | readonly JsonValue[] | JsonObject;

/**
 * A JSON object.
 *
 * @public
 */
export interface JsonObject {
  readonly [key: string]: JsonValue | undefined;
}

/**
 * A JSON Schema (draft-07); `{}` accepts everything.
 *
 * @public
 */
export type JsonSchema = Readonly<Record<string, unknown>>;
