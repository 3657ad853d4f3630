import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const rigFolder = dirname(dirname(fileURLToPath(import.meta.url)));
const vitestFolder = dirname(createRequire(import.meta.url).resolve('vitest/package.json'));

/**
 * The test task of every project: runs vitest over the compiled tests of the project that Heft is building.
 * Rush hides the standard output of a project that passes, so the result is also left as a machine-readable report.
 */
export async function runAsync({ heftTaskSession, heftConfiguration }) {
  const { exitCode, output } = await runVitest(heftConfiguration.buildFolderPath);
  if (exitCode === 0) {
    heftTaskSession.logger.terminal.writeLine(output);
    return;
  }
  heftTaskSession.logger.terminal.writeErrorLine(output);
  heftTaskSession.logger.emitError(new Error(`vitest ended with exit code ${exitCode}`));
}

function runVitest(projectFolder) {
  const args = [
    join(vitestFolder, 'vitest.mjs'),
    'run',
    `--root=${projectFolder}`,
    `--config=${join(rigFolder, 'vitest.config.mjs')}`,
    '--reporter=default',
    '--reporter=json',
    // Some end-to-end tests assert how fast a cluster is: no other cluster may run beside theirs.
    ...(isEndToEnd(projectFolder) ? ['--maxWorkers=1'] : []),
    `--outputFile.json=${join(projectFolder, 'temp', 'vitest-report.json')}`,
  ];
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { cwd: projectFolder, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    child.stdout.on('data', (chunk) => (output += chunk));
    child.stderr.on('data', (chunk) => (output += chunk));
    child.once('error', reject);
    child.once('close', (exitCode) => resolve({ exitCode, output }));
  });
}

function isEndToEnd(projectFolder) {
  return '_phase:e2e' in JSON.parse(readFileSync(join(projectFolder, 'package.json'), 'utf8')).scripts;
}
