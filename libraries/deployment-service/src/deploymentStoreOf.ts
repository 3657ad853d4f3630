import {
  type AddressWrite,
  type ClaimResult,
  type DeploymentStore,
  NO_ORDERS,
  type NodeUnitOrders,
  parseStatusRow,
  toStatusRow,
} from '@node-unit/deployment';
import type { JsonValue } from '@node-unit/protocol';
import { concat, defer, map, type Observable, of, skip, switchMap, throwError } from 'rxjs';
import * as z from 'zod';

import { fromOrdersFrame, toOrdersFrame } from './orderFrames.js';
import {
  CLAIM,
  claimData,
  HAND_BACK,
  READ_STATUS,
  RELEASE,
  releaseData,
  RENEW_CLAIM,
  REPORT_STATUS,
  statusData,
  WATCH_ORDERS,
} from './services.js';
import { StorageCalls, type StoreClient } from './StorageCalls.js';
import { watchChanges } from './watchChanges.js';

/**
 * Callbacks for problems with rows.
 *
 * @public
 */
export interface DeploymentServiceOptions {
  /** Called for every invalid row. Invalid rows are omitted. */
  readonly onInvalidRow?: (row: { readonly id: string; readonly reason: string }) => void;
  /** Public keys of the storages that are accepted; empty = any member of the cluster. Default: empty. */
  readonly trustedKeys?: readonly string[];
}

/**
 * The store served by a terminal on the host: by a member of the cluster that has one of the trusted keys, if there are any.
 *
 * @remarks
 * `env` and `args` are empty in deployments that are not assigned to this terminal.
 *
 * @public
 */
export function deploymentStoreOf(terminal: StoreClient, options: DeploymentServiceOptions = {}): DeploymentStore {
  const { onInvalidRow = () => undefined, trustedKeys = [] } = options;
  const storage = new StorageCalls(terminal, trustedKeys);
  const call: Call = (method, req, data) => storage.call({ method, req, data });
  return {
    changes$: watchChanges(storage, onInvalidRow),
    release: async (lostAddresses, exclusive = []) => {
      const req = { addresses: [...lostAddresses], exclusive: exclusive.map(toWrite) };
      const { released, refused, locked } = await call(RELEASE.method, req, releaseData);
      const writes = released.map((write) => ({ deploymentId: write.deployment_id, claimEpoch: write.claim_epoch }));
      return { released: writes, refused, ...(locked && { locked }) };
    },
    claim: async (deploymentId, address, claimEpoch) => {
      const seen = claimEpoch === undefined ? {} : { claim_epoch: claimEpoch };
      return toClaimResult(await call(CLAIM.method, { deployment_id: deploymentId, address, ...seen }, claimData));
    },
    renewClaim: async (deploymentId, address, claimEpoch) => {
      const req = { ...toWrite({ deploymentId, claimEpoch }), address };
      return toClaimResult(await call(RENEW_CLAIM.method, req, claimData));
    },
    reportStatus: async (address, { changed, removedIds }) => {
      const rows = changed.map((status) => toStatusRow({ ...status, address, updatedAt: status.since }));
      await call(REPORT_STATUS.method, { address, changed: rows, removed_ids: [...removedIds] }, z.unknown());
    },
    readStatus: async (deploymentIds) => {
      const req = deploymentIds === undefined ? {} : { deployment_ids: [...deploymentIds] };
      const { statuses } = await call(READ_STATUS.method, req, statusData);
      return statuses.map(parseStatusRow);
    },
    handBack: async (deploymentId, address, reason = '') => {
      await call(HAND_BACK.method, { deployment_id: deploymentId, address, reason }, z.unknown());
    },
    watchOrders: (address) => watchOrders(terminal, storage, address),
  };
}

type Call = <Data>(method: string, req: JsonValue, schema: z.ZodType<Data>) => Promise<Data>;

/** A storage of an earlier version keeps no orders. */
function watchOrders(terminal: StoreClient, storage: StorageCalls, address: string): Observable<NodeUnitOrders> {
  return defer(async () => (await storage.offers(WATCH_ORDERS.method)) !== false).pipe(
    switchMap((isOffered) =>
      isOffered
        ? concat(
            storage.watch(WATCH_ORDERS.method, { address }),
            throwError(() => new Error('the stream has ended')),
          )
        : concat(of(toOrdersFrame(NO_ORDERS)), whenServicesChange(terminal)),
    ),
    map(fromOrdersFrame),
  );
}

/** Errors at the next change of the list, so that the question is asked again. */
function whenServicesChange({ terminalInfos$ }: StoreClient): Observable<never> {
  return terminalInfos$.pipe(
    skip(1),
    map((): never => {
      throw new Error('the terminals of the host have changed');
    }),
  );
}

function toWrite({ deploymentId, claimEpoch }: AddressWrite): { deployment_id: string; claim_epoch: number } {
  return { deployment_id: deploymentId, claim_epoch: claimEpoch };
}

function toClaimResult(data: z.infer<typeof claimData>): ClaimResult {
  return data.outcome === 'claimed' ? { outcome: 'claimed', claimEpoch: data.claim_epoch } : data;
}
