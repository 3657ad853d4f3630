import { messageOf } from '@node-unit/basics';
import { type ClaimResult, type DeploymentStore, type ReleaseResult, toStatusRow } from '@node-unit/deployment';
import type { Response, ServiceReply, ServiceRequest, Terminal } from '@node-unit/protocol';
import type * as z from 'zod';
import { defer, map, type Observable, of, type Subscription } from 'rxjs';

import type { Watcher } from './changeFrames.js';
import { toOrdersFrame } from './orderFrames.js';
import { type Answer, guard, type StoreRefusal } from './guard.js';
import { type Requester, Requesters } from './Requesters.js';
import { sendChanges } from './sendChanges.js';
import {
  BAD_REQUEST,
  CLAIM,
  claimRequest,
  FORBIDDEN,
  HAND_BACK,
  handBackRequest,
  OK,
  ordersRequest,
  READ_STATUS,
  readStatusRequest,
  RELEASE,
  releaseRequest,
  RENEW_CLAIM,
  renewRequest,
  REPORT_STATUS,
  reportRequest,
  UNAVAILABLE,
  WATCH,
  WATCH_ORDERS,
  watchRequest,
} from './services.js';
import { type TableStep, watchTable } from './watchTable.js';

/**
 * Who hears of refusals, and what the store is known to contain.
 *
 * @public
 */
export interface ServeDeploymentStoreOptions {
  /** The changes of the store, for who watches it already. Default: {@link watchTable} of the store. */
  readonly steps$?: Observable<TableStep>;
  /** Called for every request that is refused. */
  readonly onRefused?: (refusal: StoreRefusal) => void;
}

/**
 * Offers a store to the members of a host.
 *
 * @remarks
 * Only members may watch. Only a node-unit may claim and hand back, and for its own address. An address is released only
 * if this terminal sees it gone as well. `env` and `args` go to the node-unit that runs the deployment. On a host that does
 * not tell members from workloads everybody counts as a member. All watchers share one subscription of the store.
 *
 * @returns Unsubscribing withdraws the services.
 *
 * @public
 */
export function serveDeploymentStore(
  terminal: Pick<Terminal, 'offerService' | 'terminalInfos$'>,
  store: DeploymentStore,
  { onRefused = () => undefined, steps$ = watchTable(store) }: ServeDeploymentStoreOptions = {},
): Subscription {
  const requesters = new Requesters(terminal.terminalInfos$);
  const services = requesters.follow();
  const offer: Offer = (service, allowed, answer) => {
    const { method } = service;
    services.add(terminal.offerService(service, guard({ method, allowed, requesters, onRefused }, answer)));
  };
  offer(WATCH, ['node_unit', 'member'], (request) => watch(request, steps$, requesters));
  offer(RELEASE, ['node_unit', 'member'], (request) => defer(() => release(request, store, requesters)));
  offer(CLAIM, ['node_unit'], (request) =>
    forOwnAddress(request, claimRequest, async ({ deployment_id, address, claim_epoch }) =>
      toClaimData(await store.claim(deployment_id, address, claim_epoch)),
    ),
  );
  offer(RENEW_CLAIM, ['node_unit'], (request) =>
    forOwnAddress(request, renewRequest, async ({ deployment_id, address, claim_epoch }) =>
      toClaimData(await store.renewClaim(deployment_id, address, claim_epoch)),
    ),
  );
  offer(HAND_BACK, ['node_unit'], (request) =>
    forOwnAddress(request, handBackRequest, ({ deployment_id, address, reason }) =>
      store.handBack(deployment_id, address, reason),
    ),
  );
  offer(WATCH_ORDERS, ['node_unit'], (request) => watchOrders(request, store));
  offerStatuses(offer, store);
  return services;
}

type Offer = (service: StoreService, allowed: readonly Requester[], answer: Answer) => void;

function offerStatuses(offer: Offer, store: DeploymentStore): void {
  offer(REPORT_STATUS, ['node_unit'], (request) =>
    forOwnAddress(request, reportRequest, ({ address, changed, removed_ids: removedIds }) =>
      store.reportStatus(address, { changed, removedIds }),
    ),
  );
  offer(READ_STATUS, ['node_unit', 'member'], ({ req }) => defer(() => readStatus(req, store)));
}

function watch(
  { req, sourceTerminalId: terminalId }: ServiceRequest,
  steps$: Observable<TableStep>,
  requesters: Requesters,
): Observable<ServiceReply> {
  const request = watchRequest.safeParse(req);
  if (!request.success) return of(badRequest('expected patches, true or false, or nothing'));
  const { patches: takesPatches } = request.data;
  return defer(() => {
    let isNodeUnit = false;
    const watcherNow = (): Watcher => {
      const requester = requesters.now(terminalId);
      // The list of the host may be incomplete for a moment: what the watcher has is not taken away for that.
      if (requester !== 'unknown') isNodeUnit = requester === 'node_unit';
      return { terminalId, isNodeUnit, takesPatches };
    };
    return sendChanges(steps$, watcherNow).pipe(map((frame) => ({ frame })));
  });
}

function watchOrders({ req, sourceTerminalId }: ServiceRequest, store: DeploymentStore): Observable<ServiceReply> {
  const { data } = ordersRequest.safeParse(req);
  if (data?.address !== sourceTerminalId) {
    return of({ res: { code: FORBIDDEN, message: `${sourceTerminalId} may read its own orders only` } });
  }
  return store.watchOrders(data.address).pipe(map((orders) => ({ frame: toOrdersFrame(orders) })));
}

async function readStatus(req: unknown, store: DeploymentStore): Promise<ServiceReply> {
  const request = readStatusRequest.safeParse(req);
  if (!request.success) return badRequest('expected deployment_ids, a list of UUIDs, or nothing for all');
  return answer(async () => ({ statuses: (await store.readStatus(request.data.deployment_ids)).map(toStatusRow) }));
}

function toClaimData(claim: ClaimResult): unknown {
  return claim.outcome === 'claimed' ? { outcome: 'claimed', claim_epoch: claim.claimEpoch } : claim;
}

const LONGEST_ISSUE = 300;

type StoreService = typeof WATCH;

/** Releases what this terminal sees gone, too; of the others it says why not. */
async function release({ req }: ServiceRequest, store: DeploymentStore, requesters: Requesters): Promise<ServiceReply> {
  const request = releaseRequest.safeParse(req);
  if (!request.success) return badRequest('expected addresses, a list of texts');
  const { addresses } = request.data;
  const exclusive = request.data.exclusive.map(({ deployment_id, claim_epoch }) => ({
    deploymentId: deployment_id,
    claimEpoch: claim_epoch,
  }));
  const online = await requesters.stillOnline(addresses);
  return answer(async () => {
    const gone = addresses.filter((address) => !online.has(address));
    const { released, locked } = gone.length === 0 ? NOTHING_RELEASED : await store.release(gone, exclusive);
    return {
      released: released.map((write) => ({ deployment_id: write.deploymentId, claim_epoch: write.claimEpoch })),
      ...(locked && { locked }),
      refused: [...online].map((address) => ({ address, reason: 'the storage sees this node-unit online' })),
    };
  });
}

const NOTHING_RELEASED: Pick<ReleaseResult, 'released' | 'locked'> = { released: [] };

function forOwnAddress<Request extends { readonly address: string }>(
  { req, sourceTerminalId }: ServiceRequest,
  schema: z.ZodType<Request>,
  write: (request: Request) => Promise<unknown>,
): Observable<ServiceReply> {
  return defer(async () => {
    const request = schema.safeParse(req);
    if (!request.success) {
      const [issue] = request.error.issues;
      const where = issue ? ` (${issue.path.join('.')}: ${issue.message.slice(0, LONGEST_ISSUE)})` : '';
      return badRequest(`expected a deployment_id that is a UUID, and the address of the node-unit that asks${where}`);
    }
    const { address } = request.data;
    if (address === sourceTerminalId) return answer(async () => (await write(request.data)) ?? {});
    const message = `${sourceTerminalId} may write its own address only, not ${address}`;
    return { res: { code: FORBIDDEN, message } };
  });
}

function badRequest(expected: string): ServiceReply {
  return { res: { code: BAD_REQUEST, message: `Bad Request: ${expected}` } };
}

async function answer(write: () => Promise<unknown>): Promise<ServiceReply> {
  const response = await write().then(
    (data): Response => ({ code: OK, message: 'OK', data }),
    (error: unknown): Response => ({ code: UNAVAILABLE, message: messageOf(error) }),
  );
  return { res: response };
}
