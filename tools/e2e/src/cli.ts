#!/usr/bin/env node
import { runE2e } from './runE2e.js';

process.exitCode = await runE2e(process.argv);
// What is left, such as a connection that closes slowly, is of no use to anybody.
process.exit();
