import { environmentScript } from './environmentScript.js';

/** What runs between the drop of the privileges and the command, and what it reads from file descriptor 3. */
export interface CommandStart {
  /** A program for `/bin/sh -c`. Its arguments: the run's id, the words that stand before the command, the command. */
  readonly script: string;
  readonly words: readonly string[];
  readonly input: string;
}

/**
 * Sets the environment of a command and becomes it. No name and no value of the environment is ever an argument, so
 * none appears in a list of processes or is taken for an option.
 *
 * @remarks
 * File descriptor 3 is a socket whose other end only the agent holds. Nothing runs before the environment has been read
 * from it, so nothing runs if the agent ends before that. The line that is written to it says that signals reach the
 * command from now on.
 *
 * A shell sets what it can set and becomes the command. Names that a shell refuses or changes (`db.password`, `UID`)
 * need Node.js in between, which stays as the parent of the command and ends as the command ends.
 */
export function commandStart(env: Readonly<Record<string, string>>, runId: string): CommandStart {
  const script = environmentScript(env);
  if (script !== undefined) return { script: BY_SHELL, words: [], input: script };
  const input = `${JSON.stringify({ ...env, NODE_UNIT_RUN_ID: runId })}\n`;
  return { script: BY_NODE, words: [process.execPath, '-e', LAUNCHER, '--'], input };
}

/** Unlike `cat`, `read` needs no process of its own. */
const BY_SHELL = `
NODE_UNIT_RUN_ID=$1
export NODE_UNIT_RUN_ID
shift
IFS= read -r script <&3 || exit 1
set_environment() { eval "$script"; }
set_environment '
'
echo >&3
exec "$@" 3<&-
`;

const BY_NODE = `
NODE_UNIT_RUN_ID=$1
export NODE_UNIT_RUN_ID
shift
exec "$@"
`;

/** Signals reach the whole group, so the launcher only has to outlive them. */
const LAUNCHER = `
const { closeSync, readFileSync, writeSync } = require('node:fs');
const text = readFileSync(3, 'utf8');
if (!text.endsWith('\\n')) process.exit(1);
const env = JSON.parse(text);
const [command, ...args] = process.argv.slice(1);
const signals = ['SIGHUP', 'SIGINT', 'SIGQUIT', 'SIGTERM', 'SIGUSR1', 'SIGUSR2', 'SIGALRM'];
for (const signal of signals) process.on(signal, () => {});
writeSync(3, '\\n');
closeSync(3);
const child = require('node:child_process').spawn(command, args, { env, stdio: 'inherit' });
child.on('error', ({ code, message }) => {
  console.error(message);
  process.exit(code === 'ENOENT' ? 127 : 126);
});
child.on('exit', (code, signal) => {
  if (signal === null) process.exit(code);
  process.removeAllListeners(signal);
  process.kill(process.pid, signal);
});
`;
