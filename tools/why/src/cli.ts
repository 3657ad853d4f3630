#!/usr/bin/env node
import { runWhy } from './runWhy.js';

process.exitCode = await runWhy(process.argv, process.env);
// What is left, such as a connection that closes slowly, is of no use to anybody.
process.exit();
