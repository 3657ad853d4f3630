import { Ajv } from 'ajv';
import { RE2JS } from 're2js';

import { messageOf } from '@node-unit/basics';
import type { JsonSchema } from '../../wire/JsonValue.js';

const MAX_PATTERN_LENGTH = 1_024;
const MAX_PATTERN_STEPS = 5_000;

/** Patterns of others run on an engine that needs time in proportion to the text, whatever the pattern. */
const linearTimePattern = Object.assign(
  (pattern: string) => {
    const compiled = compilePattern(pattern);
    return { test: (text: string): boolean => compiled.matcher(text).find() };
  },
  { code: 'linearTimePattern' },
);

/** Without the schema of schemas, which each compiler would read for itself. */
const SETTINGS = { strict: false, validateSchema: false, meta: false, logger: false } as const;

/**
 * Compiles a schema that has no fault. A separate compiler for each, so that `$id`s cannot collide and no state remains.
 *
 * @throws Error if it does not compile
 */
export function compileSchema(schema: JsonSchema): (value: unknown) => boolean {
  const ajv = new Ajv({ ...SETTINGS, code: { regExp: linearTimePattern } });
  const validate = ajv.compile(schema);
  return (value) => validate(value) === true;
}

/** @throws Error that says why a pattern of a schema is not allowed */
export function checkPattern(pattern: string): void {
  compilePattern(pattern);
}

function compilePattern(pattern: string): RE2JS {
  if (pattern.length > MAX_PATTERN_LENGTH) {
    throw new Error(`a pattern has ${pattern.length} characters, at most ${MAX_PATTERN_LENGTH} are allowed`);
  }
  const compiled = translate(pattern);
  if (compiled.programSize() <= MAX_PATTERN_STEPS) return compiled;
  throw new Error(
    `the pattern ${JSON.stringify(pattern.slice(0, 80))} is too large when its repetitions are written out`,
  );
}

function translate(pattern: string): RE2JS {
  try {
    return RE2JS.compile(RE2JS.translateRegExp(pattern));
  } catch (error) {
    const text = JSON.stringify(pattern.slice(0, 80));
    throw new Error(`the pattern ${text} is not supported (no look-around, no back-references): ${messageOf(error)}`, {
      cause: error,
    });
  }
}
