import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';

import type { LocalCluster } from '@node-unit/local-cluster';

const CLI = fileURLToPath(import.meta.resolve('@node-unit/unitctl/cli'));

/** What a command has written, and how it ended. */
export interface CommandRun {
  readonly exitCode: number;
  readonly output: string;
  readonly errorText: string;
  readonly tookMs: number;
}

/** Runs the command line as an operator of a cluster would, with nothing of this process in its environment but the PATH. */
export function unitctl(
  { hostUrl, hostToken, folder }: Pick<LocalCluster, 'hostUrl' | 'hostToken' | 'folder'>,
  words: readonly string[],
  variables: Readonly<Record<string, string>> = {},
): Promise<CommandRun> {
  const { PATH = '' } = process.env;
  const env = { PATH, HOME: folder, HOST_URL: hostUrl, HOST_TOKEN: hostToken, ...variables };
  const startedMs = performance.now();
  return new Promise((resolve) => {
    const options = { env, maxBuffer: 64 * 1_024 * 1_024 };
    execFile(process.execPath, [CLI, ...words], options, (error, output, errorText) => {
      const exitCode = typeof error?.code === 'number' ? error.code : 0;
      resolve({ exitCode, output, errorText: errorText.trim(), tookMs: performance.now() - startedMs });
    });
  });
}
