import { checkPattern } from '#schemas';
import { messageOf } from '@node-unit/basics';

import { isRecord } from '../wire/isRecord.js';
import type { JsonSchema } from '../wire/JsonValue.js';

const MAX_LENGTH = 64 * 1024;
const MAX_DEPTH = 64;
/** Subschemas, each counted as often as it is referred to: what applying the schema costs at most. */
const MAX_SUBSCHEMAS = 5_000;
const UNSUPPORTED: ReadonlySet<string> = new Set(['$async', '$dynamicRef', '$recursiveRef']);

/**
 * Why a schema of another terminal is not applied, or `undefined`: it is too large or too deep, refers to itself or to
 * something outside, or has a pattern that would need backtracking.
 *
 * @remarks
 * What passes costs no more than its size and that of the value: patterns run on an engine without backtracking.
 *
 * @public
 */
export function schemaFault(schema: JsonSchema): string | undefined {
  try {
    const { length } = JSON.stringify(schema);
    if (length > MAX_LENGTH) throw new Error(`it has ${length} characters, at most ${MAX_LENGTH} are allowed`);
    walk(schema, { root: schema, subschemas: 0 }, []);
    return undefined;
  } catch (error) {
    return error instanceof RangeError ? 'it is nested too deeply' : messageOf(error);
  }
}

interface Walk {
  readonly root: JsonSchema;
  subschemas: number;
}

/** @param path - the subschemas on the way here, by which a reference to one of them is found */
function walk(value: unknown, walked: Walk, path: readonly unknown[]): void {
  if (typeof value !== 'object' || value === null) return;
  if (path.length > MAX_DEPTH) throw new Error(`it is nested deeper than ${MAX_DEPTH} levels`);
  if (path.includes(value)) throw new Error('it refers to itself');
  walked.subschemas += 1;
  if (walked.subschemas > MAX_SUBSCHEMAS) throw new Error(`it has more than ${MAX_SUBSCHEMAS} subschemas`);
  const here = [...path, value];
  for (const [keyword, content] of Object.entries(value as Readonly<Record<string, unknown>>)) {
    checkKeyword(keyword, content);
    walk(keyword === '$ref' ? resolve(content, walked.root) : content, walked, here);
  }
}

function checkKeyword(keyword: string, content: unknown): void {
  if (UNSUPPORTED.has(keyword)) throw new Error(`"${keyword}" is not supported`);
  if (keyword === 'pattern' && typeof content === 'string') checkPattern(content);
  if (keyword === 'patternProperties' && isRecord(content)) Object.keys(content).forEach(checkPattern);
}

/** What a reference such as `#/definitions/name` stands for. */
function resolve(reference: unknown, root: JsonSchema): unknown {
  if (typeof reference !== 'string') return reference;
  if (!/^#(\/|$)/.test(reference)) throw new Error(`the reference ${JSON.stringify(reference)} leads outside`);
  let target: unknown = root;
  for (const part of reference.slice(2).split('/')) {
    if (part === '') continue;
    const name = decodeURIComponent(part).replaceAll('~1', '/').replaceAll('~0', '~');
    target = isRecord(target) && Object.hasOwn(target, name) ? target[name] : undefined;
  }
  if (target === undefined) throw new Error(`the reference ${JSON.stringify(reference)} leads nowhere`);
  return target;
}
