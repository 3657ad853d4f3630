#!/usr/bin/env node
import { messageOf } from '@node-unit/basics';
import { fileURLToPath } from 'node:url';

import { differences, type Language, readEvidence, scenariosIn, writeReport } from '@node-unit/e2e-report';
import { Argument, Command, Option } from 'commander';

import { reportOf } from './reportOf.js';

const REPORTS = fileURLToPath(new URL('../../../reports', import.meta.url));

interface Options {
  readonly reports: string;
  readonly lang: Language;
}

const command = new Command('npm run e2e:').description('Renders the reports of end-to-end runs from their evidence.');
const reports = new Option('--reports <dir>', 'directory of the evidence and the reports').default(REPORTS, 'reports/');
const scenarios = new Argument('[scenario...]', 'scenarios to render (default: all that have evidence)');

command
  .command('render')
  .description('write the reports')
  .addArgument(scenarios)
  .addOption(reports)
  .addOption(new Option('--lang <language>', 'the language of the reports').choices(['zh', 'en']).default('zh'))
  .action((named: readonly string[], options: Options) => {
    for (const scenario of named.length > 0 ? named : scenariosIn(options.reports)) {
      const files = reportOf(readEvidence(options.reports, scenario), options.lang);
      writeReport(options.reports, files);
      process.stdout.write(`${[...files.keys()][0]}\n`);
    }
  });

command
  .command('verify')
  .description('fail if a report differs from what its evidence renders to')
  .addOption(reports)
  .action((options: Pick<Options, 'reports'>) => {
    const known = scenariosIn(options.reports);
    const found = known.flatMap((scenario) =>
      differences(options.reports, reportOf(readEvidence(options.reports, scenario), 'zh')),
    );
    for (const difference of found) process.stderr.write(`${difference}\n`);
    process.stdout.write(`${known.length} reports, ${found.length} differences\n`);
    if (found.length > 0) process.stderr.write('run "npm run e2e:render" or restore the evidence\n');
    process.exitCode = found.length === 0 && known.length > 0 ? 0 : 1;
  });

try {
  await command.parseAsync();
} catch (error) {
  process.stderr.write(`e2e: ${messageOf(error)}\n`);
  process.exitCode = 1;
}
