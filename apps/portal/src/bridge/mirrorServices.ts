import type { Terminal } from '@node-unit/protocol';
import { auditTime, combineLatest, distinctUntilChanged, map, type Subscription, tap } from 'rxjs';

import type { ServiceFilter } from './compileFilter.js';
import { forwardTo } from './forwardTo.js';
import { keepRunning } from './keepRunning.js';
import { selectServices, type SourceService } from './selectServices.js';

/** Changes of the list are batched, with a limit for lists that change constantly. */
const SETTLE_MS = 250;

interface MirrorOptions {
  readonly source: Terminal;
  readonly sink: Terminal;
  readonly filter: ServiceFilter;
  /** Aborts the current requests. */
  readonly signal: AbortSignal;
  /** Called with the number of bridged services when they change. */
  readonly onServices: (count: number) => void;
}

/**
 * Offers the services of the source host that satisfy the filter on the sink host, under new IDs. While the source host
 * is disconnected, nothing is offered, so that requesters find terminals that can answer.
 */
export function mirrorServices({ source, sink, filter, signal, onServices }: MirrorOptions): Subscription {
  const services$ = combineLatest([source.connection$, source.terminalInfos$]).pipe(
    auditTime(SETTLE_MS),
    map(([{ state }, terminals]) => selectServices(state === 'connected' ? terminals : [], filter)),
    distinctUntilChanged((before, after) => haveSameKeys(before, after)),
    tap((services) => onServices(services.size)),
  );
  return keepRunning(services$, ({ terminalId, service }: SourceService) => {
    const { method, schema, service_id: serviceId } = service;
    const call = { method, targetTerminalId: terminalId, serviceId, signal };
    return sink.offerService({ method, schema }, forwardTo(source, call));
  });
}

function haveSameKeys(before: ReadonlyMap<string, unknown>, after: ReadonlyMap<string, unknown>): boolean {
  return before.size === after.size && [...before.keys()].every((key) => after.has(key));
}
