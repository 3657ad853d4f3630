/**
 * The form of end-to-end evidence, and the reports that are rendered from it.
 *
 * @packageDocumentation
 */
export {
  type AddressEvent,
  type Assertion,
  type Evidence,
  type EvidenceRecord,
  EVIDENCE_FORMAT,
  evidenceSchema,
} from './Evidence.js';
export { type ReportFiles, renderReport, reportPath } from './renderReport.js';
export { differences, readEvidence, removeCharts, scenariosIn, writeEvidence, writeReport } from './reportFolder.js';
export { type Background, renderChart } from './charts/renderChart.js';
export { picture } from './picture.js';
export { roundsOf } from './roundsOf.js';
export { table } from './table.js';
export type { Language, ScenarioText, Words } from './Words.js';
export { wordsOf } from './words/index.js';
