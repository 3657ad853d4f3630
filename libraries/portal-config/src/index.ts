/**
 * The rows of `portal_config`: their model, and how they reach a portal through the host, so that it needs no database.
 *
 * @packageDocumentation
 */
export { parsePortalConfigRow, type ParsedPortalConfigRow } from './parsePortalConfigRow.js';
export type { PortalConfig } from './PortalConfig.js';
export { servePortalConfigs } from './servePortalConfigs.js';
export { watchPortalConfigs } from './watchPortalConfigs.js';
