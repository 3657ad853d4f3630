import type { Verb } from '../Verb.js';

/** What a shell takes as it is; other names are not offered, because they would have to be quoted for each shell. */
const PLAIN_NAME = /^[\w@./:+-]+$/;

/** `unitctl __complete <verb…>`: the names that may stand after a verb, one in a line. */
export const completeVerb: Verb = {
  configure: (command) => {
    command.argument('<path...>', 'the verbs before').action(async (path: readonly string[]) => {
      const { completeNames } = await import('./completeNames.js');
      const names = (await completeNames(path)).filter((name) => PLAIN_NAME.test(name));
      process.stdout.write(names.map((name) => `${name}\n`).join(''));
    });
  },
};
