#!/usr/bin/env node
import { runE2e } from './runE2e.js';

// npm changes the working directory to that of the package; resolve paths from where the user ran npm.
process.exitCode = await runE2e(process.argv, process.env['INIT_CWD'] ?? process.cwd());
// Do not wait for what is still open, such as a connection that closes slowly.
process.exit();
