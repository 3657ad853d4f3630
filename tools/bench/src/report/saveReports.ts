import { type ReportFiles, writeReport } from '@node-unit/e2e-report';

import { readAllEvidence } from './Evidence.js';
import { renderBenchReport } from './renderBenchReport.js';
import type { Language } from './words.js';

const LANGUAGES: readonly Language[] = ['zh', 'en'];

/** Every report and picture that the evidence in a folder renders to. */
export function renderedReports(folder: string, subjects: readonly string[]): ReportFiles {
  const evidence = readAllEvidence(folder, subjects);
  return new Map(LANGUAGES.flatMap((language) => [...renderBenchReport(evidence, language)]));
}

export function saveReports(folder: string, subjects: readonly string[]): void {
  writeReport(folder, renderedReports(folder, subjects));
}
