import { messageOf } from '@node-unit/basics';
import {
  type AddressWrite,
  type ClaimResult,
  type DeploymentStore,
  DeploymentStoreError,
  keepWatching,
  parseStatusRow,
  toStatusRow,
} from '@node-unit/deployment';
import type { JsonValue, Message, Terminal } from '@node-unit/protocol';
import { concat, defer, filter, firstValueFrom, map, type Observable, switchMap, tap, throwError } from 'rxjs';
import { z } from 'zod';

import { fromChangeFrame } from './changeFrames.js';
import { findStorage } from './findStorage.js';
import {
  changeFrame,
  CLAIM,
  claimData,
  FORBIDDEN,
  HAND_BACK,
  OK,
  READ_STATUS,
  RELEASE,
  releaseData,
  RENEW_CLAIM,
  REPORT_STATUS,
  statusData,
  WATCH,
} from './services.js';

const WRITE_TIMEOUT_MS = 15_000;

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
  const call = caller(terminal, trustedKeys);
  const ended$ = throwError(() => new Error('the storage service ended the stream'));
  return {
    changes$: keepWatching(() =>
      concat(watch(terminal, trustedKeys), ended$).pipe(
        map((frame) => fromChangeFrame(changeFrame.parse(frame), onInvalidRow)),
      ),
    ),
    release: async (lostAddresses, exclusive = []) => {
      const req = { addresses: [...lostAddresses], exclusive: exclusive.map(toWrite) };
      const { released, refused, locked } = await call(RELEASE.method, req, releaseData);
      const writes = released.map((write) => ({ deploymentId: write.deployment_id, claimEpoch: write.claim_epoch }));
      return { released: writes, refused, ...(locked && { locked }) };
    },
    claim: async (deploymentId, address) =>
      toClaimResult(await call(CLAIM.method, { deployment_id: deploymentId, address }, claimData)),
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
    handBack: async (deploymentId, address) => {
      await call(HAND_BACK.method, { deployment_id: deploymentId, address }, z.unknown());
    },
  };
}

function toWrite({ deploymentId, claimEpoch }: AddressWrite): { deployment_id: string; claim_epoch: number } {
  return { deployment_id: deploymentId, claim_epoch: claimEpoch };
}

function toClaimResult(data: z.infer<typeof claimData>): ClaimResult {
  return data.outcome === 'claimed' ? { outcome: 'claimed', claimEpoch: data.claim_epoch } : data;
}

type StoreClient = Pick<Terminal, 'request' | 'requestForResponse' | 'terminalInfos$'>;

/** Named in every call, so that no schema of another terminal is evaluated. */
async function storageOf({ terminalInfos$ }: StoreClient, trustedKeys: readonly string[]): Promise<string> {
  const found = findStorage(await firstValueFrom(terminalInfos$), trustedKeys, Math.random());
  if (found.kind === 'found') return found.terminalId;
  throw new Error(found.reason);
}

function watch(terminal: StoreClient, trustedKeys: readonly string[]): Observable<unknown> {
  return defer(() => storageOf(terminal, trustedKeys)).pipe(
    switchMap((targetTerminalId) => terminal.request({ method: WATCH.method, req: {}, targetTerminalId })),
    tap(({ res }) => {
      if (res) throw new Error(`${WATCH.method} was answered ${res.code}: ${res.message}`);
    }),
    filter((message: Message) => message.frame !== undefined),
    map(({ frame }) => frame),
  );
}

type Call = <Data>(method: string, req: JsonValue, schema: z.ZodType<Data>) => Promise<Data>;

function caller(terminal: StoreClient, trustedKeys: readonly string[]): Call {
  return async (method, req, schema) => {
    const response = await storageOf(terminal, trustedKeys)
      .then((targetTerminalId) =>
        terminal.requestForResponse({ method, req, targetTerminalId, timeoutMs: WRITE_TIMEOUT_MS }),
      )
      .catch(unavailable);
    if (response.code === FORBIDDEN) throw new DeploymentStoreError('FORBIDDEN', response.message);
    if (response.code !== OK)
      return unavailable(new Error(`${method} was answered ${response.code}: ${response.message}`));
    const parsed = schema.safeParse(response.data);
    return parsed.success ? parsed.data : unavailable(parsed.error);
  };
}

function unavailable(cause: unknown): never {
  const reason = messageOf(cause);
  throw new DeploymentStoreError('STORE_UNAVAILABLE', `no storage service completed the request: ${reason}`, { cause });
}
