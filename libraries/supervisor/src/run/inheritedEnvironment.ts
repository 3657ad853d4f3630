/** An environment as a process has it. */
export type Environment = Readonly<Record<string, string | undefined>>;

const NAMES: ReadonlySet<string> = new Set([
  'PATH',
  'HOME',
  'USER',
  'LOGNAME',
  'SHELL',
  'LANG',
  'TZ',
  'TMPDIR',
  'NODE_EXTRA_CA_CERTS',
]);

/** The only variables of the agent that pass on to the processes that it starts. The agent's secrets are not among them. */
export function inheritedEnvironment(agentEnv: Environment): Record<string, string> {
  const passed = Object.entries(agentEnv).flatMap(([name, value]) =>
    value !== undefined && (NAMES.has(name) || name.startsWith('LC_')) ? [[name, value] as const] : [],
  );
  return Object.fromEntries(passed);
}
