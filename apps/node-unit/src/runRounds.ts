import type { Logger } from '@node-unit/app-runtime';
import type { Terminal } from '@node-unit/protocol';
import { scheduleRounds, type SchedulerOptions, settleMembership } from '@node-unit/scheduler';
import { fromEvent, lastValueFrom, map, tap } from 'rxjs';

import type { NodeUnitConfig } from './environment.js';
import { nodeUnitsOf } from './nodeUnitsOf.js';
import { outcomeLog } from './outcomeLog.js';

interface RoundsOptions extends Pick<SchedulerOptions, 'store' | 'replica$' | 'policy' | 'trusts' | 'onPlan'> {
  readonly config: Pick<
    NodeUnitConfig,
    'NODE_UNIT_SCHEDULER_INTERVAL_MS' | 'NODE_UNIT_ROUND_TRIGGERS' | 'NODE_UNIT_CLAIM_PATIENCE_MS'
  >;
  readonly terminal: Terminal;
  /** Ends the rounds. */
  readonly signal: AbortSignal;
  readonly logger: Logger;
}

/** Runs scheduling rounds and logs them; resolves after the signal, when the round that was under way has ended. */
export async function runRounds({ terminal, config, signal, logger, ...options }: RoundsOptions): Promise<void> {
  const hostConnection$ = terminal.connection$.pipe(
    map((host) => (host.state === 'replaced' ? ({ state: 'disconnected' } as const) : host)),
  );
  const rounds$ = scheduleRounds({
    ...options,
    intervalMs: config.NODE_UNIT_SCHEDULER_INTERVAL_MS,
    triggers: config.NODE_UNIT_ROUND_TRIGGERS,
    patienceMs: config.NODE_UNIT_CLAIM_PATIENCE_MS,
    self: terminal.terminalId,
    membership$: settleMembership(hostConnection$, terminal.terminalInfos$.pipe(map(nodeUnitsOf))),
    stop$: fromEvent(signal, 'abort'),
  });
  await lastValueFrom(rounds$.pipe(tap(outcomeLog(logger))), { defaultValue: undefined });
}
