/**
 * Programs of this repository, bundled with everything that they import.
 *
 * @packageDocumentation
 */
export { assemblePrograms, type AssembledPrograms, type ProgramContents } from './assemblePrograms.js';
export { keptPrograms } from './keptPrograms.js';
export { REPOSITORY } from './repository.js';
