#!/usr/bin/env node
import { readOptions } from './readOptions.js';
import { runBench } from './runBench.js';
import { subjects } from './subjects/index.js';

await runBench(readOptions(process.argv, subjects), (text) => void process.stdout.write(`${text}\n`));
