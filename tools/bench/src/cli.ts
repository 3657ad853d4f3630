#!/usr/bin/env node
import { EXIT, interruptible } from '@node-unit/app-runtime';
import { messageOf } from '@node-unit/basics';

import { readOptions } from './readOptions.js';
import { type Evidence, REPORTS, writeEvidence } from './report/Evidence.js';
import { saveReports } from './report/saveReports.js';
import { runBench } from './runBench.js';
import { subjects } from './subjects/index.js';

const options = readOptions(process.argv, subjects);
const signal = interruptible();
const keep = (evidence: Evidence): void => {
  if (!options.save) return;
  writeEvidence(REPORTS, evidence);
  saveReports(
    REPORTS,
    subjects.map(({ name }) => name),
  );
};
try {
  await runBench(options, (text) => void process.stdout.write(`${text}\n`), { keep, signal });
} catch (error) {
  process.exitCode = signal.aborted ? EXIT.interrupted : EXIT.failed;
  if (!signal.aborted) process.stderr.write(`bench: ${messageOf(error)}\n`);
}
// Do not wait for what is still open, such as a connection that closes slowly.
process.exit();
