/** Shells give these a meaning of their own, change them, or do not let them be set. */
const SPECIAL =
  /^(_|UID|EUID|GID|EGID|GROUPS|PPID|OPTIND|OPTARG|OPTERR|LINENO|RANDOM|SRANDOM|SECONDS|EPOCHSECONDS|EPOCHREALTIME|SHLVL|SHELLOPTS|DIRSTACK|FUNCNAME|HISTCMD|PIPESTATUS|BASH.*|COMP_.*)$/;
const SETTABLE = /^[A-Za-z_]\w*$/;

/**
 * One line that a shell evaluates to set exactly these variables for what it then starts; `undefined` if there is a name
 * that a shell does not set faithfully. Its first positional parameter must be a line feed.
 */
export function environmentScript(env: Readonly<Record<string, string>>): string | undefined {
  const entries = Object.entries(env).filter(([name]) => name !== 'NODE_UNIT_RUN_ID');
  if (!entries.every(([name]) => SETTABLE.test(name) && !SPECIAL.test(name))) return undefined;
  return `${['unset PATH', ...entries.map(([name, value]) => `export ${name}=${quote(value)}`)].join('; ')}\n`;
}

function quote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`).replaceAll('\n', `'"$1"'`)}'`;
}
