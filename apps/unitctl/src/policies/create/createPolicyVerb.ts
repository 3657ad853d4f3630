import type { Verb } from '../../Verb.js';

/** `unitctl create-policy`. */
export const createPolicyVerb: Verb = {
  configure: (command) => {
    command
      .argument('<name>', 'name of the package, such as my-policy or @me/my-policy')
      .argument('[folder]', 'where to; an empty folder or a new one (default: ./ and the name without its scope)')
      .action(async (name: string, folder: string | undefined) => {
        const { runCreatePolicy } = await import('./runCreatePolicy.js');
        await runCreatePolicy({
          name,
          folder,
          // npm changes the working directory to that of the package; resolve paths from where the user ran npm.
          workingDir: process.env['INIT_CWD'] ?? process.cwd(),
          stdout: (text) => void process.stdout.write(text),
        });
      });
  },
};
