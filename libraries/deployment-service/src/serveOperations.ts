import { messageOf } from '@node-unit/basics';
import {
  applyOperationsChange,
  NO_OPERATIONS,
  type OperationsChange,
  type OperationsReplica,
  type OperationsStore,
  parseOperation,
} from '@node-unit/deployment';
import type { Response, ServiceReply, ServiceRequest, Terminal } from '@node-unit/protocol';
import { defer, map, startWith, Subscription } from 'rxjs';
import * as z from 'zod';

import { guard, type StoreRefusal } from './guard.js';
import { toOperationsFrame } from './operationFrames.js';
import { failureOf } from './failures.js';
import { OperatorGate } from './OperatorGate.js';
import { Requesters } from './Requesters.js';
import { shareWithSnapshot } from './shareWithSnapshot.js';
import {
  BAD_REQUEST,
  eventsRequest,
  FORBIDDEN,
  OK,
  OPERATE,
  operateRequest,
  READ_EVENTS,
  WATCH_OPERATIONS,
} from './services.js';

/**
 * Who may change deployments, and who hears of it.
 *
 * @public
 */
export interface ServeOperationsOptions {
  /** Public keys; empty = nobody may. */
  readonly operators: readonly string[];
  /** Called for every request that is refused. */
  readonly onRefused?: (refusal: StoreRefusal) => void;
  /** Called for every operation that was carried out. */
  readonly onOperated?: (operation: { readonly operator: string; readonly kind: string }) => void;
}

type OperationsTerminal = Pick<Terminal, 'terminalId' | 'offerService' | 'terminalInfos$'>;

/**
 * Offers what operators see to members, and carries out what operators have signed.
 *
 * @returns Unsubscribing withdraws the services.
 *
 * @public
 */
export function serveOperations(
  terminal: OperationsTerminal,
  store: OperationsStore,
  { operators, onRefused = () => undefined, onOperated = () => undefined }: ServeOperationsOptions,
): Subscription {
  const requesters = new Requesters(terminal.terminalInfos$);
  const gate = new OperatorGate(operators);
  const services = new Subscription();
  services.add(requesters.follow());
  const offer = (service: typeof OPERATE, answer: Parameters<typeof guard>[1]): void => {
    const { method } = service;
    const guarding = { method, allowed: ['node_unit', 'member'], requesters, onRefused } as const;
    services.add(terminal.offerService(service, guard(guarding, answer)));
  };
  const reason = 'the storage has received nothing from the database yet';
  // Said at once: a database that hangs says nothing.
  const operations$ = shareWithSnapshot(store.operations$.pipe(startWith({ kind: 'unavailable', reason } as const)), {
    initial: NO_OPERATIONS,
    apply: applyOperationsChange,
    snapshotOf,
  });
  offer(WATCH_OPERATIONS, () => operations$.pipe(map(({ change }) => ({ frame: toOperationsFrame(change) }))));
  offer(READ_EVENTS, ({ req }) => defer(() => readEvents(req, store)));
  offer(OPERATE, (request) => defer(() => operate(request, { terminal, store, gate, onOperated })));
  return services;
}

function snapshotOf({ state, reason, statuses, nodeUnits, handOvers, events }: OperationsReplica): OperationsChange {
  if (state !== 'current') return { kind: 'unavailable', reason };
  return { kind: 'snapshot', statuses: [...statuses.values()].flat(), nodeUnits, handOvers, events };
}

async function readEvents(req: unknown, store: OperationsStore): Promise<ServiceReply> {
  const parsed = eventsRequest.safeParse(req);
  if (!parsed.success) return reply(BAD_REQUEST, `Bad Request: ${z.prettifyError(parsed.error)}`);
  const { deployment_ids: deploymentIds, before_id: beforeId, ...query } = parsed.data;
  return answer(async () => ({
    events: await store.readEvents({
      ...query,
      ...(deploymentIds !== undefined && { deploymentIds }),
      ...(beforeId !== undefined && { beforeId }),
    }),
  }));
}

interface Operating {
  readonly terminal: OperationsTerminal;
  readonly store: OperationsStore;
  readonly gate: OperatorGate;
  readonly onOperated: NonNullable<ServeOperationsOptions['onOperated']>;
}

async function operate({ req, sourceTerminalId }: ServiceRequest, ports: Operating): Promise<ServiceReply> {
  const parsed = operateRequest.safeParse(req);
  if (!parsed.success) return reply(BAD_REQUEST, `Bad Request: ${z.prettifyError(parsed.error)}`);
  const { issued_at_ms: issuedAtMs, ...signed } = parsed.data;
  const route = { terminalId: sourceTerminalId, storageId: ports.terminal.terminalId };
  const refusal = ports.gate.refusalOf({ ...signed, issuedAtMs }, route, Date.now());
  if (refusal !== undefined) return reply(FORBIDDEN, refusal);
  try {
    const operation = parseOperation(JSON.parse(signed.content));
    const answered = await answer(() => ports.store.operate(operation));
    if ('res' in answered && answered.res.code === OK)
      ports.onOperated({ operator: signed.operator, kind: operation.kind });
    return answered;
  } catch (error) {
    return reply(BAD_REQUEST, `Bad Request: ${messageOf(error)}`);
  }
}

async function answer(work: () => Promise<unknown>): Promise<ServiceReply> {
  const res = await work().then(
    (data): Response => ({ code: OK, message: 'OK', data }),
    (error: unknown): Response => failureOf(error),
  );
  return { res };
}

function reply(code: number, message: string): ServiceReply {
  return { res: { code, message } };
}
