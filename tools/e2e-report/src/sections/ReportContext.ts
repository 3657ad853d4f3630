import type { Evidence } from '../Evidence.js';
import type { Labels } from '../Labels.js';
import type { ScenarioText, Words } from '../Words.js';

/** What every section of a report is made from. */
export interface ReportContext {
  readonly evidence: Evidence;
  readonly words: Words;
  readonly text: ScenarioText;
  readonly labels: Labels;
}
