import type { Environment, EnvironmentVariable } from './Environment.js';

/**
 * The Markdown table of the environment variables for a README.
 *
 * @public
 */
export function environmentTable(environment: Environment<Record<string, EnvironmentVariable>>): string {
  const rows = Object.entries(environment.variables).map(
    ([name, variable]) => `| \`${name}\` | ${defaultCell(variable)} | ${variable.description} |`,
  );
  return ['| variable | default | meaning |', '| --- | --- | --- |', ...rows].join('\n');
}

function defaultCell(variable: EnvironmentVariable): string {
  if (variable.defaultText !== undefined) return `\`${variable.defaultText}\``;
  return variable.schema.safeParse(undefined).success ? '–' : '**required**';
}
