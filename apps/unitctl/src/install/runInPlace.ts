import { pathToFileURL } from 'node:url';

import { type ProgramName, programFile } from './programs.js';

/**
 * Runs a program of a cluster in this process, which becomes that program: its signals, its log, its exit code. Never
 * resolves: the program ends the process.
 */
export async function runInPlace(name: ProgramName, words: readonly string[] = []): Promise<never> {
  const file = programFile(name);
  process.argv.splice(1, process.argv.length, file, ...words);
  await import(pathToFileURL(file).href);
  return new Promise<never>(() => undefined);
}
