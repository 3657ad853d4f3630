import { Validator } from '@cfworker/json-schema';

import type { JsonSchema } from '../../wire/JsonValue.js';

/** Prepares a schema that has no fault. It is interpreted, because a page with a strict policy may not make code of text. */
export function compileSchema(schema: JsonSchema): (value: unknown) => boolean {
  const validator = new Validator(schema, '7');
  return (value) => validator.validate(value).valid;
}

/** The engine of browsers backtracks: a pattern of another terminal could stop the page. */
export function checkPattern(pattern: string): void {
  throw new Error(`the pattern ${JSON.stringify(pattern.slice(0, 80))}: patterns are not supported in browsers`);
}
