import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { readAllEvidence } from './Evidence.js';
import { renderBenchReport } from './renderBenchReport.js';
import type { Language } from './words.js';

const LANGUAGES: readonly Language[] = ['zh', 'en'];

/** Every report and picture that the evidence in a folder renders to. */
export function renderedReports(folder: string, subjects: readonly string[]): ReadonlyMap<string, string> {
  const evidence = readAllEvidence(folder, subjects);
  return new Map(LANGUAGES.flatMap((language) => [...renderBenchReport(evidence, language)]));
}

export function saveReports(folder: string, subjects: readonly string[]): void {
  for (const [path, text] of renderedReports(folder, subjects)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}
