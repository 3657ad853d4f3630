#!/usr/bin/env node
import { readOptions } from './readOptions.js';
import { type Evidence, REPORTS, writeEvidence } from './report/Evidence.js';
import { saveReports } from './report/saveReports.js';
import { runBench } from './runBench.js';
import { subjects } from './subjects/index.js';

const options = readOptions(process.argv, subjects);
const keep = (evidence: Evidence): void => {
  if (!options.save) return;
  writeEvidence(REPORTS, evidence);
  saveReports(
    REPORTS,
    subjects.map(({ name }) => name),
  );
};
await runBench(options, (text) => void process.stdout.write(`${text}\n`), keep);
