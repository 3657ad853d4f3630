import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { type Evidence, evidenceSchema } from './Evidence.js';
import type { ReportFiles } from './renderReport.js';

const EVIDENCE_FILE = 'evidence.json';

/** The scenarios of which a folder of reports has evidence, in order. */
export function scenariosIn(folder: string): readonly string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => existsSync(join(folder, name, EVIDENCE_FILE)))
    .sort();
}

/** @throws Error that names the file and what is wrong with it */
export function readEvidence(folder: string, scenario: string): Evidence {
  const file = join(folder, scenario, EVIDENCE_FILE);
  const parsed = evidenceSchema.safeParse(JSON.parse(readFileSync(file, 'utf8')));
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new Error(`${file} is no evidence: ${issue?.path.join('.')}: ${issue?.message}; run the scenario again`);
}

/** Writes evidence, one record a line, so that a difference can be read. */
export function writeEvidence(folder: string, evidence: Evidence): void {
  write(join(folder, evidence.scenario, EVIDENCE_FILE), toText(evidence));
}

function toText(evidence: Evidence): string {
  const fields = Object.entries(evidence).map(([name, value]) => {
    if (!Array.isArray(value) || value.length === 0) return `  ${JSON.stringify(name)}: ${JSON.stringify(value)}`;
    const items = value.map((item) => `    ${JSON.stringify(item)}`);
    return `  ${JSON.stringify(name)}: [\n${items.join(',\n')}\n  ]`;
  });
  return `{\n${fields.join(',\n')}\n}\n`;
}

/** Writes the files of a report. */
export function writeReport(folder: string, files: ReportFiles): void {
  for (const [path, text] of files) write(join(folder, path), text);
}

/** Removes what an earlier run of a scenario has left. */
export function removeCharts(folder: string, scenario: string): void {
  rmSync(join(folder, scenario, 'charts'), { recursive: true, force: true });
}

/** The files of a report that are missing or differ, each with the first line that does. */
export function differences(folder: string, files: ReportFiles): readonly string[] {
  return [...files].flatMap(([path, expected]) => {
    const file = join(folder, path);
    if (!existsSync(file)) return [`${path} is missing`];
    const seen = readFileSync(file, 'utf8').split('\n');
    const line = expected.split('\n').findIndex((text, index) => text !== seen[index]);
    if (line < 0 && seen.length === expected.split('\n').length) return [];
    const at = line < 0 ? expected.split('\n').length : line;
    return [`${path}:${at + 1} is ${JSON.stringify(seen[at])}, rendered: ${JSON.stringify(expected.split('\n')[at])}`];
  });
}

function write(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}
