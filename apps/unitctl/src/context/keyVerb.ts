import type { Verb } from '../Verb.js';

const HELP = `
Whoever has the key may change a cluster whose storage knows the public key (OPERATOR_PUBLIC_KEYS).

Examples:
  unitctl key create ~/prod.key     keep the file to yourself; give the public key to who runs the storage
  unitctl key show ~/prod.key`;

/** `unitctl key`. */
export const keyVerb: Verb = {
  configure: (command) => {
    command.addHelpText('after', HELP);
    command
      .command('create <file>')
      .description('make an operator key in a new file and print its public key')
      .action(async (file: string) => (await import('./keyActions.js')).create(file));
    command
      .command('show <file>')
      .description('print the public key of an operator key')
      .action(async (file: string) => (await import('./keyActions.js')).show(file));
  },
};
