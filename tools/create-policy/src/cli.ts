#!/usr/bin/env node
import { runCreatePolicy } from './runCreatePolicy.js';

const { argv, env } = process;
process.exitCode = await runCreatePolicy({
  argv,
  // npm changes the working directory to that of the package; resolve paths from where the user ran npm.
  workingDir: env['INIT_CWD'] ?? process.cwd(),
  stdout: (text) => void process.stdout.write(text),
  stderr: (text) => void process.stderr.write(text),
});
