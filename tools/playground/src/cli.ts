#!/usr/bin/env node
import { runPlayground } from './runPlayground.js';

process.exitCode = await runPlayground(process.argv);
// What is left, such as a connection that closes slowly, is of no use to anybody.
process.exit();
