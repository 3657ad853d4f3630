import { messageOf } from '@node-unit/basics';
import { EXIT_INTERRUPTED, interruptible } from './interruptible.js';
import { readOptions } from './readOptions.js';
import { createReporter } from './Reporter.js';
import { runLive } from './runLive.js';
import { runStory } from './runStory.js';
import { fillCluster, startPrograms } from './startCluster.js';

const EXIT_FAILED = 1;

/** Runs a cluster on this machine and gives the exit code. Nothing of it is left, whatever happens. */
export async function runPlayground(argv: readonly string[]): Promise<number> {
  const options = readOptions(argv);
  const reporter = createReporter(options.json, performance.now());
  const signal = interruptible();
  const outcome = { isLive: false };
  try {
    const cluster = await startPrograms(options, reporter, signal);
    try {
      await fillCluster(cluster, options, reporter, signal);
      if (options.once) await runStory(cluster, reporter, signal);
      outcome.isLive = !options.once;
      if (outcome.isLive) await runLive(cluster, options, reporter, signal);
    } finally {
      reporter.step('stopping', 'stopping everything');
      await cluster.stop();
    }
  } catch (error) {
    if (signal.aborted) return EXIT_INTERRUPTED;
    reporter.failure(messageOf(error));
    return EXIT_FAILED;
  }
  reporter.step('stopped', 'stopped; nothing is left behind');
  return signal.aborted && !outcome.isLive ? EXIT_INTERRUPTED : 0;
}
