import type { Logger } from '@node-unit/app-runtime';
import type { ParsedPortalConfigRow } from '@node-unit/portal-config';
import type { Terminal } from '@node-unit/protocol';
import { map, type Observable, type Subscription, tap } from 'rxjs';

import { keepRunning } from './keepRunning.js';
import { openBridge } from './openBridge.js';
import { planBridges, type RowFault } from './planBridges.js';

interface BridgesOptions {
  /** The portal's terminal on its own host. */
  readonly own: Terminal;
  readonly rows$: Observable<readonly ParsedPortalConfigRow[]>;
  readonly logger: Logger;
}

/** Keeps one bridge open for every enabled row; unsubscribing closes them all. */
export function keepBridges({ own, rows$, logger }: BridgesOptions): Subscription {
  const logNewFaults = newFaultLog(logger);
  const bridges$ = rows$.pipe(
    map(planBridges),
    tap(({ faults }) => logNewFaults(faults)),
    map(({ bridges }) => bridges),
  );
  return keepRunning(bridges$, (plan) => openBridge(plan, own, logger));
}

/** Every fault is logged once, not at every change of another row. */
function newFaultLog(logger: Logger): (faults: readonly RowFault[]) => void {
  let known: ReadonlySet<string> = new Set();
  return (faults) => {
    for (const { id, reason } of faults) {
      if (!known.has(`${id} ${reason}`)) logger.error({ portal_config_id: id, reason }, 'PortalConfigInvalid');
    }
    known = new Set(faults.map(({ id, reason }) => `${id} ${reason}`));
  };
}
