import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import type { Figure } from '../Figure.js';
import type { Machine } from '../machine.js';

/** What one run has measured of one subject. */
export interface Evidence {
  readonly subject: string;
  readonly measuredAt: string;
  readonly machine: Machine;
  readonly figures: readonly Figure[];
}

/** Where the reports are, and below it the evidence. */
export const REPORTS = fileURLToPath(new URL('../../../../reports', import.meta.url));
const EVIDENCE = 'bench';

/** The evidence of each subject, in this order; of those that were measured. */
export function readAllEvidence(folder: string, subjects: readonly string[]): readonly Evidence[] {
  const names = existsSync(join(folder, EVIDENCE)) ? readdirSync(join(folder, EVIDENCE)) : [];
  return subjects
    .filter((subject) => names.includes(`${subject}.json`))
    .map((subject) => JSON.parse(readFileSync(join(folder, EVIDENCE, `${subject}.json`), 'utf8')) as Evidence);
}

export function writeEvidence(folder: string, evidence: Evidence): void {
  mkdirSync(join(folder, EVIDENCE), { recursive: true });
  writeFileSync(join(folder, EVIDENCE, `${evidence.subject}.json`), `${JSON.stringify(evidence, undefined, 2)}\n`);
}
