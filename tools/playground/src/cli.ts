#!/usr/bin/env node
import { runPlayground } from './runPlayground.js';

process.exitCode = await runPlayground({
  argv: process.argv,
  // Under npm the working directory is that of the package; a path is meant from where the person is.
  workingDir: process.env['INIT_CWD'] ?? process.cwd(),
});
// What is left, such as a connection that closes slowly, is of no use to anybody.
process.exit();
