import { distance } from 'fastest-levenshtein';

import type { Environment, EnvironmentConfig, EnvironmentVariable } from './Environment.js';

/**
 * The parsed values, or all faults, one line each.
 *
 * @public
 */
export type EnvironmentResult<Variables extends Record<string, EnvironmentVariable>> =
  | { readonly kind: 'valid'; readonly config: EnvironmentConfig<Variables> }
  | { readonly kind: 'invalid'; readonly faults: readonly string[] };

const MISSPELLING_DISTANCE = 3;

/**
 * Validates the environment against the variables of a program. Pure; collects all faults.
 *
 * @remarks
 * A misspelt name is a fault, not ignored. An unknown name with one of the prefixes that does not resemble a known name
 * is ignored, because orchestrators add such names.
 *
 * @public
 */
export function readEnvironment<Variables extends Record<string, EnvironmentVariable>>(
  environment: Environment<Variables>,
  values: Readonly<Record<string, string | undefined>>,
): EnvironmentResult<Variables> {
  const faults = misspellings(environment, Object.keys(values));
  const config: Record<string, unknown> = {};
  for (const [name, variable] of Object.entries(environment.variables)) {
    const text = values[name]?.trim() === '' ? undefined : values[name];
    const parsed = variable.schema.safeParse(text);
    if (parsed.success) config[name] = parsed.data;
    else faults.push(faultOf(name, variable, text, parsed.error.issues[0]?.message ?? 'not allowed'));
  }
  return faults.length > 0
    ? { kind: 'invalid', faults }
    : { kind: 'valid', config: config as EnvironmentConfig<Variables> };
}

function faultOf(name: string, variable: EnvironmentVariable, text: string | undefined, reason: string): string {
  if (text === undefined) return `${name} is not set: ${variable.description}`;
  return `${name}=${variable.secret ? '<secret>' : JSON.stringify(text)} is not allowed: ${reason}`;
}

function misspellings(environment: Environment<Record<string, EnvironmentVariable>>, names: string[]): string[] {
  const known = Object.keys(environment.variables);
  const expected = [...known, ...(environment.foreignNames ?? [])];
  const unknown = names.filter(
    (name) => !expected.includes(name) && environment.prefixes.some((prefix) => name.startsWith(prefix)),
  );
  return unknown.flatMap((name) => {
    const meant = known.find((candidate) => distance(candidate, name) <= MISSPELLING_DISTANCE);
    return meant === undefined ? [] : [`${name} is not known: did you mean ${meant}?`];
  });
}
