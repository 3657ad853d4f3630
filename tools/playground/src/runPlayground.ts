import { messageOf } from '@node-unit/basics';
import { createReporter, EXIT, interruptible } from '@node-unit/app-runtime';
import { DataFolderError } from '@node-unit/local-cluster';

import { readOptions } from './readOptions.js';
import { runLive } from './runLive.js';
import { runStory } from './runStory.js';
import { fillCluster, startPrograms } from './startCluster.js';

/** What the playground needs of the process that it runs in. */
export interface PlaygroundProcess {
  readonly argv: readonly string[];
  /** Where paths and packages are looked for. */
  readonly workingDir: string;
}

/** Runs a cluster on this machine and gives the exit code. Nothing of it is left, whatever happens. */
export async function runPlayground({ argv, workingDir }: PlaygroundProcess): Promise<number> {
  const options = readOptions(argv, workingDir);
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
    if (signal.aborted) return EXIT.interrupted;
    reporter.failure(messageOf(error));
    return exitCodeOf(error);
  }
  reporter.step('stopped', 'stopped; nothing is left behind');
  return signal.aborted && !outcome.isLive ? EXIT.interrupted : 0;
}

function exitCodeOf(error: unknown): number {
  return error instanceof DataFolderError ? EXIT.usage : EXIT.failed;
}
