import { access, constants, mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';

import { AppError } from '@node-unit/app-runtime/AppError';
import { EXIT } from '@node-unit/app-runtime/exitCodes';
import { messageOf } from '@node-unit/basics';

import { drillRecord } from './drillRecord.js';
import { drillReport } from './drillReport.js';
import type { DrillEvidence } from './DrillResult.js';
import { type ReportLanguage, reportWords } from './reportWords.js';

/**
 * Writes the evidence as JSON and the report as Markdown into a folder.
 *
 * @returns The file of the report.
 * @throws AppError if it cannot be written
 */
export async function writeReport(folder: string, evidence: DrillEvidence, language: ReportLanguage): Promise<string> {
  const evidenceFile = `drill-${evidence.kind}.json`;
  const reportFile = resolve(folder, `drill-${evidence.kind}.md`);
  try {
    await writeFile(join(folder, evidenceFile), `${JSON.stringify(drillRecord(evidence), undefined, 2)}\n`);
    await writeFile(reportFile, drillReport(evidence, reportWords[language], evidenceFile));
    return reportFile;
  } catch (error) {
    throw new AppError(EXIT.failed, `the report cannot be written to ${folder}: ${messageOf(error)}`, { cause: error });
  }
}

/**
 * Makes the folder of a report where there is none, before anything is measured.
 *
 * @throws AppError if that is not possible
 */
export async function makeReportFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
    await access(folder, constants.W_OK);
  } catch (error) {
    throw new AppError(EXIT.usage, `--out ${folder} cannot be used: ${messageOf(error)}`, { cause: error });
  }
}
