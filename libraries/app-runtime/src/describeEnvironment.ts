import type { Environment, EnvironmentVariable } from './Environment.js';

/**
 * The section of a help text that lists the environment variables.
 *
 * @public
 */
export function describeEnvironment(environment: Environment<Record<string, EnvironmentVariable>>): string {
  const lines = Object.entries(environment.variables).map(([name, variable]) => {
    const byDefault = variable.defaultText === undefined ? '' : ` (default: ${variable.defaultText})`;
    return `  ${name}\n      ${variable.description}${byDefault}`;
  });
  return ['Environment:', ...lines].join('\n');
}
