import type { Verb } from '../../Verb.js';
import { configureOptions, optionsOf, type SimulatorOptions } from './readOptions.js';
import type { SimulatorProcess } from './runSimulator.js';

/** What was asked for; each kind is loaded when it is chosen. */
async function run(options: SimulatorOptions, where: SimulatorProcess): Promise<number> {
  const { lose } = options;
  if (lose !== undefined) return (await import('../faults/runLoss.js')).runLoss({ ...options, lose }, where);
  if (options.faults || options.seeds) return (await import('../faults/runFaults.js')).runFaults(options, where);
  return (await import('./runSimulator.js')).runSimulator(options, where);
}

/** `unitctl simulate`. */
export const simulateVerb: Verb = {
  configure: (command) => {
    configureOptions(command).action(async () => {
      const options = optionsOf(command);
      const { env } = process;
      process.exitCode = await run(options, {
        env,
        // npm changes the working directory to that of the package; resolve paths from where the user ran npm.
        workingDir: env['INIT_CWD'] ?? process.cwd(),
        stdout: (text) => void process.stdout.write(text),
        stderr: (text) => void process.stderr.write(text),
      });
    });
  },
};
