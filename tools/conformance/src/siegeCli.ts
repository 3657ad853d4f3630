import { wholeNumber, exitAfterParsing, EXIT } from '@node-unit/app-runtime';
import { Command } from 'commander';

import { siege } from './siege.js';

const command = new Command('npm run siege --')
  .description(
    'Attacks a real cluster from inside a deployment and from outside, and reports as JSON whether it goes on.',
  )
  .option('--seconds <seconds>', 'how long', wholeNumber(10, 3_600), 300)
  .allowExcessArguments(false)
  .exitOverride(exitAfterParsing)
  .parse();
const report = await siege(command.opts<{ seconds: number }>().seconds);
process.stdout.write(`${JSON.stringify(report, undefined, 2)}\n`);
process.exit(report.got.length === 0 ? EXIT.ok : EXIT.failed);
