#!/usr/bin/env node
import { runCreatePolicy } from './runCreatePolicy.js';

const { argv, env } = process;
process.exitCode = await runCreatePolicy({
  argv,
  // Under npm the working directory is that of the package; a folder is meant from where the person is.
  workingDir: env['INIT_CWD'] ?? process.cwd(),
  stdout: (text) => void process.stdout.write(text),
  stderr: (text) => void process.stderr.write(text),
});
