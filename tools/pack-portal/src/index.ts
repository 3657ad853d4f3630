/**
 * Packs the portal into one tarball that needs nothing else.
 *
 * @packageDocumentation
 */
export { packPortal } from './packPortal.js';
