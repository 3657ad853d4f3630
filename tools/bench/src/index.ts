/**
 * `npm run bench`: measures what things cost, each beside its baseline in the same run.
 *
 * @packageDocumentation
 */
export type { Distribution, Figure, FurtherFigure, Text } from './Figure.js';
export type { Subject } from './Subject.js';
export { subjects } from './subjects/index.js';
