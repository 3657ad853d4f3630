/**
 * Checks of the repository as a whole.
 *
 * @packageDocumentation
 */
export { allowedImports, fences } from './allowedImports.js';
export { type Project, readProjects, REPOSITORY } from './readProjects.js';
export { type PromqlNames, readPromql, type Selected } from './readPromql.js';
export { type Typed, typeFaults } from './typeFaults.js';
