import { claimCases } from './claimCases.js';
import { followCases } from './followCases.js';
import { releaseCases } from './releaseCases.js';
import type { StoreCase } from './StoreCase.js';
import { statusCases } from './statusCases.js';

/**
 * The behaviour that all stores share. Every implementation is tested with all of them.
 *
 * @public
 */
export const storeCases: readonly StoreCase[] = [...claimCases, ...releaseCases, ...statusCases, ...followCases];
