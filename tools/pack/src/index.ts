/**
 * Packs everything that a machine needs into one tarball.
 *
 * @packageDocumentation
 */
export { packNodeUnit } from './packNodeUnit.js';
