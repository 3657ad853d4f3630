/** Shells give these a meaning or do not let them be set. */
const SPECIAL = /^(UID|EUID|GID|EGID|PPID|OPTIND|SHELLOPTS|BASH.*)$/;
const SETTABLE = /^[A-Za-z_]\w*$/;

/**
 * A script that sets exactly these variables for the command in a shell's arguments. Those whose names a shell does not
 * take are set by `env`, which is put before the command.
 */
export function environmentScript(env: Readonly<Record<string, string>>): string {
  const entries = Object.entries(env).filter(([name]) => name !== 'NODE_UNIT_RUN_ID');
  const isForShell = ([name]: readonly [string, string]): boolean => SETTABLE.test(name) && !SPECIAL.test(name);
  const foreign = entries.filter((entry) => !isForShell(entry)).map(([name, value]) => quote(`${name}=${value}`));
  return [
    ...(foreign.length > 0 ? [`set -- /usr/bin/env ${foreign.join(' ')} "$@"`] : []),
    'unset PATH',
    ...entries.filter(isForShell).map(([name, value]) => `export ${name}=${quote(value)}`),
    '',
  ].join('\n');
}

function quote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
