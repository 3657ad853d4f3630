import { Ajv, type ValidateFunction } from 'ajv';

import type { JsonSchema } from '../wire/JsonValue.js';

const MAX_COMPILED_SCHEMAS = 500;
const REFUSE_ALL = (): boolean => false;

type Validate = ValidateFunction | typeof REFUSE_ALL;

/**
 * Tells whether a value matches a JSON Schema, and remembers the compiled form of the schemas used last.
 *
 * @remarks
 * Schemas come from other terminals: one that does not compile matches nothing and is reported.
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
      this.#onInvalidSchema(`a service's schema cannot be applied: ${String(error)}`);
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
      const ajv = new Ajv({ strict: false, validateSchema: false, logger: false });
      const validate = ajv.compile(JSON.parse(schemaText) as JsonSchema);
      // It would return a promise whose rejection is unhandled.
      if ('$async' in validate) throw new Error('asynchronous schemas are not supported');
      return validate;
    } catch (error) {
      this.#onInvalidSchema(`a service's schema does not compile, so it matches nothing: ${String(error)}`);
      return REFUSE_ALL;
    }
  }
}
