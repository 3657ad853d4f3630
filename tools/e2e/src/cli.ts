#!/usr/bin/env node
import { runE2e } from './runE2e.js';

// Under npm the working directory is that of the package; a path is meant from where the person is.
process.exitCode = await runE2e(process.argv, process.env['INIT_CWD'] ?? process.cwd());
// What is left, such as a connection that closes slowly, is of no use to anybody.
process.exit();
