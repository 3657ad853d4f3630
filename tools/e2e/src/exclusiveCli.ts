#!/usr/bin/env node
import { createReporter, EXIT, exitAfterParsing } from '@node-unit/app-runtime';
import { Command, Option } from 'commander';

import { FAILURE_KINDS, type FailureKind } from './exclusive/failures.js';
import { measureExclusive } from './exclusive/measureExclusive.js';

interface Options {
  readonly kinds: readonly FailureKind[];
  readonly exclusiveMs: string;
  readonly times: string;
  readonly deployments: string;
  readonly json: boolean;
}

const options = new Command('npm run exclusive --')
  .description('Measures on a real cluster for how long two copies of a deployment run when their node-unit fails.')
  .addOption(new Option('--kinds <kind...>', 'kinds of failures').choices(FAILURE_KINDS).default([...FAILURE_KINDS]))
  .option('--exclusive-ms <milliseconds>', 'exclusive_ms of the deployments; 0 = not exclusive', '5000')
  .option('--times <count>', 'failures of each kind', '20')
  .option('--deployments <count>', 'deployments on the node-unit that fails', '3')
  .option('--json', 'print JSON lines', false)
  .exitOverride(exitAfterParsing)
  .parse()
  .opts<Options>();

const reporter = createReporter(options.json, performance.now());
let worstMs = 0;
for (const kind of options.kinds) {
  const report = await measureExclusive({
    kind,
    exclusiveMs: Number(options.exclusiveMs),
    times: Number(options.times),
    deployments: Number(options.deployments),
    onFailure: (count) => reporter.step('failure', `${kind} ${count} of ${options.times}`, { kind, count }),
  });
  worstMs = Math.max(worstMs, report.overlap_ms.max);
  const { overlap_ms: overlap, gap_ms: gap } = report;
  const text = `${kind}: overlap ${overlap.min}/${overlap.median}/${overlap.max} ms, gap ${gap.min}/${gap.median}/${gap.max} ms (least/median/most)`;
  reporter.step('measured', text, { ...report });
}
process.exit(Number(options.exclusiveMs) > 0 && worstMs > 0 ? EXIT.failed : EXIT.ok);
