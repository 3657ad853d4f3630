import type { Verb } from '../../Verb.js';

const HELP = `
Runs a node-unit in the foreground until it receives SIGINT or SIGTERM. The host token is asked for on a terminal, unless
HOST_TOKEN, HOST_TOKEN_FILE or --token-file gives it; it is kept, like the identity of the node-unit, so that "unitctl join"
needs nothing the next time. Settings of the node-unit, such as NODE_UNIT_TAGS, come from the environment.

Examples:
  unitctl join ws://machine-a:8888
  unitctl join ws://machine-a:8888 --token-file /run/secrets/host-token --name machine-b
  unitctl join                                after a reboot`;

/** The options of `unitctl join`. */
export interface JoinOptions {
  readonly tokenFile?: string;
  readonly name?: string;
  readonly dataDir?: string;
}

/** `unitctl join`. */
export const joinVerb: Verb = {
  configure: (command) => {
    command
      .argument('[host]', 'URL of the host, such as ws://machine-a:8888 (default: the one of the last time)')
      .option('--token-file <file>', 'file with the host token')
      .option('--name <name>', 'name of the node-unit (default: the one of the last time, else the hostname)')
      .option('--data-dir <folder>', 'where data and secrets are kept (default: ~/.local/share/node-unit/join)')
      .addHelpText('after', HELP)
      .action(async (host: string | undefined, options: JoinOptions) => {
        const { runJoin } = await import('./runJoin.js');
        await runJoin(host, options, process.env);
      });
  },
};
