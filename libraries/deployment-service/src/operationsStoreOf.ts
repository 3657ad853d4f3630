import { reconnect } from '@node-unit/basics';
import { type KeyPair, signOperatorRequest } from '@node-unit/credentials';
import {
  DeploymentStoreError,
  type EventQuery,
  type OperationsStore,
  parseOperationResult,
} from '@node-unit/deployment';
import type { JsonValue, Terminal } from '@node-unit/protocol';
import { concat, map, Observable, throwError } from 'rxjs';
import * as z from 'zod';

import { eventsData, fromOperationsFrame } from './operationFrames.js';
import { OPERATE, READ_EVENTS, WATCH_OPERATIONS } from './services.js';
import { StorageCalls } from './StorageCalls.js';

/**
 * As whom a terminal operates.
 *
 * @public
 */
export interface OperationsServiceOptions {
  /** Without it, nothing can be changed. It signs and is sent to nobody. */
  readonly operatorKey?: KeyPair | undefined;
  /** Public keys of the storages that are accepted; empty = any member of the cluster. Default: empty. */
  readonly trustedKeys?: readonly string[];
}

/**
 * What operators see and do, through the storage on the host.
 *
 * @public
 */
export function operationsStoreOf(
  terminal: Pick<Terminal, 'terminalId' | 'request' | 'requestForResponse' | 'terminalInfos$'>,
  { operatorKey, trustedKeys = [] }: OperationsServiceOptions = {},
): OperationsStore {
  const storage = new StorageCalls(terminal, trustedKeys);
  const ended$ = throwError(() => new Error('the storage service ended the stream'));
  return {
    operations$: new Observable((subscriber) =>
      reconnect(
        () => concat(storage.watch(WATCH_OPERATIONS.method, {}), ended$).pipe(map(fromOperationsFrame)),
        (reason) => subscriber.next({ kind: 'unavailable', reason }),
      ).subscribe(subscriber),
    ),
    readEvents: async (query) => {
      const { events } = await storage.call({
        method: READ_EVENTS.method,
        req: eventsRequestOf(query),
        data: eventsData,
      });
      return events;
    },
    operate: async (operation) => {
      if (operatorKey === undefined) throw new DeploymentStoreError('FORBIDDEN', NO_KEY);
      const content = JSON.stringify(operation);
      const req = (storageId: string): JsonValue => {
        const unsigned = { content, issuedAtMs: Date.now() };
        const route = { terminalId: terminal.terminalId, storageId };
        const { issuedAtMs, ...signed } = signOperatorRequest(unsigned, route, operatorKey);
        return { ...signed, issued_at_ms: issuedAtMs };
      };
      return parseOperationResult(await storage.call({ method: OPERATE.method, req, data: z.unknown() }));
    },
  };
}

const NO_KEY =
  'only an operator may change deployments: give the private key of an operator, which OPERATOR_PUBLIC_KEYS of the storage lists';

function eventsRequestOf({ deploymentIds, beforeId, since, limit }: EventQuery): JsonValue {
  return {
    limit,
    ...(deploymentIds !== undefined && { deployment_ids: [...deploymentIds] }),
    ...(beforeId !== undefined && { before_id: beforeId }),
    ...(since !== undefined && { since }),
  };
}
