import { Argument } from 'commander';

import type { Verb } from '../Verb.js';
import { type ProgramName, programNames } from './programs.js';

const HELP = `
The program runs in the foreground until it receives SIGTERM or SIGINT. Its environment variables: unitctl run <program> --help

Examples:
  HOST_TOKEN_FILE=/etc/node-unit/host-token unitctl run host
  HOST_URL=ws://machine-a:8888 HOST_TOKEN_FILE=/etc/node-unit/host-token unitctl run node-unit`;

/** `unitctl run`. */
export const runVerb: Verb = {
  configure: (command) => {
    command
      .addArgument(new Argument('<program>', 'the program').choices(programNames))
      .argument('[options...]', 'its own options: --help, --version')
      .allowUnknownOption()
      .passThroughOptions()
      .addHelpText('after', HELP)
      .action(async (name: ProgramName, words: readonly string[]) => {
        const { runInPlace } = await import('./runInPlace.js');
        await runInPlace(name, words);
      });
  },
};
