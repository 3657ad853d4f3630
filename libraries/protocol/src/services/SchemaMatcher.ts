import { Ajv, type ValidateFunction } from 'ajv';

import { messageOf } from '@node-unit/basics';
import type { JsonSchema } from '../wire/JsonValue.js';
import { compilePattern, schemaFault } from './schemaFault.js';

const MAX_COMPILED_SCHEMAS = 500;
/** Patterns of others run on an engine that needs time in proportion to the text, whatever the pattern. */
const linearTimePattern = Object.assign(
  (pattern: string) => {
    const compiled = compilePattern(pattern);
    return { test: (text: string): boolean => compiled.matcher(text).find() };
  },
  { code: 'linearTimePattern' },
);

const REFUSE_ALL = (): boolean => false;

type Validate = ValidateFunction | typeof REFUSE_ALL;

/**
 * Tells whether a value matches a JSON Schema, and remembers the compiled form of the schemas used last.
 *
 * @remarks
 * Schemas come from other terminals: one that has a {@link schemaFault}, or that does not compile, matches nothing, is
 * reported, and disturbs nobody.
 */
export class SchemaMatcher {
  readonly #compiled = new Map<string, Validate>();
  readonly #onInvalidSchema: (message: string) => void;

  public constructor(onInvalidSchema: (message: string) => void) {
    this.#onInvalidSchema = onInvalidSchema;
  }

  public matches(schema: JsonSchema, value: unknown): boolean {
    try {
      return this.#validatorOf(JSON.stringify(schema))(value) === true;
    } catch (error) {
      this.#onInvalidSchema(`a service's schema cannot be applied: ${messageOf(error)}`);
      return false;
    }
  }

  #validatorOf(schemaText: string): Validate {
    const validate = this.#compiled.get(schemaText) ?? this.#compile(schemaText);
    this.#compiled.delete(schemaText);
    this.#compiled.set(schemaText, validate);
    const oldest = this.#compiled.keys().next();
    if (this.#compiled.size > MAX_COMPILED_SCHEMAS && !oldest.done) this.#compiled.delete(oldest.value);
    return validate;
  }

  /** A separate compiler for each schema, so that `$id`s cannot collide and no state remains. */
  #compile(schemaText: string): Validate {
    try {
      const schema = JSON.parse(schemaText) as JsonSchema;
      const fault = schemaFault(schema);
      if (fault !== undefined) throw new Error(fault);
      const ajv = new Ajv({ strict: false, validateSchema: false, logger: false, code: { regExp: linearTimePattern } });
      return ajv.compile(schema);
    } catch (error) {
      this.#onInvalidSchema(`a service's schema does not compile, so it matches nothing: ${messageOf(error)}`);
      return REFUSE_ALL;
    }
  }
}
