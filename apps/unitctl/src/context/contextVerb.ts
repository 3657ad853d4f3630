import { type Command, Option } from 'commander';

import type { Verb } from '../Verb.js';

const HELP = `
Contexts are kept in $XDG_CONFIG_HOME/node-unit/contexts.json (default: ~/.config). Secrets are named by their files.
A verb uses --context <name>, else HOST_URL (with HOST_TOKEN or HOST_TOKEN_FILE, OPERATOR_KEY or OPERATOR_KEY_FILE) or
POSTGRES_URI, else the current context.

Examples:
  unitctl context add prod --host-url wss://machine-a:18888 --token-file ~/prod.token --operator-key-file ~/prod.key
  unitctl context use prod
  unitctl context ls -o json`;

/** The options of `unitctl context add`. */
export interface AddOptions {
  readonly hostUrl?: string;
  readonly tokenFile?: string;
  readonly operatorKeyFile?: string;
  readonly postgresUriFile?: string;
}

/** How a list is printed. */
export interface OutputOptions {
  readonly output?: 'json';
}

const output = (): Option => new Option('-o, --output <format>', 'print JSON').choices(['json']);
const actions = () => import('./contextActions.js');

function addVerb(command: Command): void {
  command
    .command('add <name>')
    .description('add a cluster')
    .option('--host-url <url>', 'URL of its host, without a token')
    .option('--token-file <file>', 'file with the token of the host')
    .option('--operator-key-file <file>', 'file with your operator key')
    .addOption(
      new Option('--postgres-uri-file <file>', 'file with the URI of its database, to work without a host').conflicts([
        'hostUrl',
        'tokenFile',
        'operatorKeyFile',
      ]),
    )
    .action(async (name: string, options: AddOptions) => (await actions()).add(name, options));
}

/** `unitctl context`. */
export const contextVerb: Verb = {
  configure: (command) => {
    command.addHelpText('after', HELP);
    command
      .command('ls')
      .description('list the contexts; the current one is marked')
      .addOption(output())
      .action(async (options: OutputOptions) => (await actions()).list(options));
    command
      .command('show [name]')
      .description('show a context (default: the current one)')
      .addOption(output())
      .action(async (name: string | undefined, options: OutputOptions) => (await actions()).show(name, options));
    command
      .command('use <name>')
      .description('make a context the current one')
      .action(async (name: string) => (await actions()).use(name));
    addVerb(command);
    command
      .command('rm <name>')
      .description('remove a context; its files stay')
      .action(async (name: string) => (await actions()).remove(name));
  },
};
