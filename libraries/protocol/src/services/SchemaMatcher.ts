import { compileSchema } from '#schemas';
import { messageOf } from '@node-unit/basics';

import type { JsonSchema } from '../wire/JsonValue.js';
import { schemaFault } from './schemaFault.js';

const MAX_COMPILED_SCHEMAS = 500;
type Validate = (value: unknown) => boolean;

const REFUSE_ALL: Validate = () => false;

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
      return this.#validatorOf(JSON.stringify(schema))(value);
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

  #compile(schemaText: string): Validate {
    try {
      const schema = JSON.parse(schemaText) as JsonSchema;
      const fault = schemaFault(schema);
      if (fault !== undefined) throw new Error(fault);
      return compileSchema(schema);
    } catch (error) {
      this.#onInvalidSchema(`a service's schema does not compile, so it matches nothing: ${messageOf(error)}`);
      return REFUSE_ALL;
    }
  }
}
