#!/usr/bin/env node
import { runWhy } from './runWhy.js';

process.exitCode = await runWhy(process.argv, process.env);
// Do not wait for what is still open, such as a connection that closes slowly.
process.exit();
