#!/usr/bin/env node
import { runSimulator } from './runSimulator.js';

const { argv, env } = process;
process.exitCode = await runSimulator({
  argv,
  env,
  // Under npm the working directory is that of the package; a path is meant from where the person is.
  workingDir: env['INIT_CWD'] ?? process.cwd(),
  stdout: (text) => void process.stdout.write(text),
  stderr: (text) => void process.stderr.write(text),
});
