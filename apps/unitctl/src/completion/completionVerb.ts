import { Argument } from 'commander';

import type { Verb } from '../Verb.js';
import { type Shell, shells } from './completionScript.js';

const HELP = `
Examples:
  source <(unitctl completion bash)              in ~/.bashrc
  source <(unitctl completion zsh)               in ~/.zshrc, after compinit
  unitctl completion fish > ~/.config/fish/completions/unitctl.fish`;

/** `unitctl completion`. */
export const completionVerb: Verb = {
  configure: (command) => {
    command
      .addArgument(new Argument('<shell>', 'the shell').choices(shells))
      .addHelpText('after', HELP)
      .action(async (shell: Shell) => {
        const [{ createFullProgram }, { completionNodes }, { completionScript }] = await Promise.all([
          import('../program.js'),
          import('./CompletionNode.js'),
          import('./completionScript.js'),
        ]);
        process.stdout.write(completionScript(shell, completionNodes(await createFullProgram())));
      });
  },
};
