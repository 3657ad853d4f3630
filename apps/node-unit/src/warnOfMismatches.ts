import type { Logger } from '@node-unit/app-runtime';
import type { NodeUnit } from '@node-unit/scheduler';
import type { Observable, Subscription } from 'rxjs';

import { type DecidingBy, findMismatches, type KnownMismatches } from './policyMismatch.js';

/** Warns of online node-units that decide otherwise than this one, once per change. */
export function warnOfMismatches(
  own: DecidingBy,
  nodeUnits$: Observable<readonly NodeUnit[]>,
  logger: Pick<Logger, 'warn'>,
): Subscription {
  let known: KnownMismatches = new Map();
  return nodeUnits$.subscribe((nodeUnits) => {
    const found = findMismatches(own, nodeUnits, known);
    known = found.known;
    for (const { nodeUnit, difference } of found.news) {
      const { address, name: node_unit_name } = nodeUnit;
      logger.warn({ address, node_unit_name, difference }, 'PolicyMismatch');
    }
  });
}
