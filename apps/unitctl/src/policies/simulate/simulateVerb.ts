import type { Verb } from '../../Verb.js';
import { configureOptions, optionsOf } from './readOptions.js';

/** `unitctl simulate`. */
export const simulateVerb: Verb = {
  configure: (command) => {
    configureOptions(command).action(async () => {
      const { runSimulator } = await import('./runSimulator.js');
      const { env } = process;
      process.exitCode = await runSimulator(optionsOf(command), {
        env,
        // npm changes the working directory to that of the package; resolve paths from where the user ran npm.
        workingDir: env['INIT_CWD'] ?? process.cwd(),
        stdout: (text) => void process.stdout.write(text),
        stderr: (text) => void process.stderr.write(text),
      });
    });
  },
};
