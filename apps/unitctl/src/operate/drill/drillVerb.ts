import { wholeNumber } from '@node-unit/app-runtime';
import { EXIT } from '@node-unit/app-runtime/exitCodes';
import { Argument, Option } from 'commander';

import { withContextOption } from '../../context/chosenConnection.js';
import type { Verb } from '../../Verb.js';
import { type OutputOptions, withOutput } from '../output.js';
import { type SessionOptions, withOperator } from '../session.js';
import { type DrillKind, drillKinds } from './DrillKind.js';
import { type ReportLanguage, reportLanguages } from './reportWords.js';

/** The parsed command line. */
export interface DrillOptions extends SessionOptions, OutputOptions {
  readonly probes: number;
  readonly repetitions: number;
  readonly timeout: number;
  readonly probe?: string;
  readonly command?: string;
  readonly policy?: string;
  readonly dryRun?: boolean;
  readonly out?: string;
  readonly lang: ReportLanguage;
}

const HELP = `
failover: the agent is killed; its processes die with it. hang: the agent stops, and its processes go on; when all probes run
elsewhere, it continues. partition: the agent and its processes go on without the network, which then comes back.

A node-unit of its own joins for that, on this machine. It accepts nothing but the probes of the drill, and no deployment of
yours is touched. Ctrl-C ends the drill and removes both. The first repetition includes the installation of the probe where
it was never installed. A node-unit reports at most once a second that something runs.

Exit codes: 0 = measured, ${EXIT.failed} = the probes did not run elsewhere, or something could not be removed, ${EXIT.usage} = wrong usage.

Examples:
  unitctl drill failover
  unitctl drill partition --probes 10 --repetitions 5 --out drills --lang zh
  unitctl drill hang --probe http-server@14.1.1 --command http-server    a package that other machines can install`;

/** `unitctl drill`. */
export const drillVerb: Verb = {
  configure: (command) => {
    withOutput(withContextOption(command))
      .addArgument(new Argument('<failure>', 'what happens to the node-unit').choices(drillKinds))
      .option('--probes <count>', 'number of deployments that it has', wholeNumber(1, 100), 3)
      .option('--repetitions <count>', 'do it so often', wholeNumber(1, 100), 1)
      .option('--timeout <seconds>', 'how long each wait may take', wholeNumber(1, 3_600), 90)
      .option('--probe <name@version>', 'package of the probes (default: a program on this machine)')
      .option('--command <program>', 'program of that package (default: its entry)')
      .option('--policy <name>', 'claim policy of its node-unit (default: that of the others)')
      .option('--out <folder>', 'write the evidence (drill-<failure>.json) and a report (drill-<failure>.md) there')
      .addOption(new Option('--lang <language>', 'language of the report').choices(reportLanguages).default('en'))
      .option('--dry-run', 'check, say what would happen, and do nothing')
      .addHelpText('after', HELP)
      .action((kind: DrillKind, options: DrillOptions) =>
        withOperator(options, async (operator, connection) => {
          const { runDrill } = await import('./runDrill.js');
          await runDrill(operator, connection, kind, options);
        }),
      );
  },
};
