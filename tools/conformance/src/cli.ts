#!/usr/bin/env node
import { runChecks } from './checks/runChecks.js';

process.exitCode = await runChecks((line) => process.stdout.write(`${line}\n`));
