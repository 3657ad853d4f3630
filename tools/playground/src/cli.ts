#!/usr/bin/env node
import { runPlayground } from './runPlayground.js';

process.exitCode = await runPlayground({
  argv: process.argv,
  // npm changes the working directory to that of the package; resolve paths from where the user ran npm.
  workingDir: process.env['INIT_CWD'] ?? process.cwd(),
});
// Do not wait for what is still open, such as a connection that closes slowly.
process.exit();
