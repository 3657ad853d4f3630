/**
 * For applications in exclusive deployments: guards their own PostgreSQL writes by the claim epoch.
 *
 * @packageDocumentation
 */
export { Fence, type FenceClient, type FenceOptions } from './Fence.js';
export { FencingError, type FencingErrorCode } from './FencingError.js';
