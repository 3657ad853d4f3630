import { messageOf } from '@node-unit/basics';
import {
  applyDeploymentChange,
  type DeploymentChange,
  type DeploymentReplica,
  type DeploymentStore,
} from '@node-unit/deployment';
import type { Response, ServiceReply, ServiceRequest, Terminal } from '@node-unit/protocol';
import { defer, map, type Observable, ReplaySubject, scan, share, type Subscription } from 'rxjs';

import { toChangeFrame } from './changeFrames.js';
import { type Answer, guard, type StoreRefusal } from './guard.js';
import { type Requester, Requesters } from './Requesters.js';
import {
  addressRequest,
  BAD_REQUEST,
  CLAIM,
  FORBIDDEN,
  HAND_BACK,
  OK,
  RELEASE,
  releaseRequest,
  UNAVAILABLE,
  WATCH,
} from './services.js';

/**
 * Who hears of refusals.
 *
 * @public
 */
export interface ServeDeploymentStoreOptions {
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
  { onRefused = () => undefined }: ServeDeploymentStoreOptions = {},
): Subscription {
  const changesFor = shareChanges(store.changes$);
  const requesters = new Requesters(terminal.terminalInfos$);
  const services = requesters.follow();
  const offer = (service: StoreService, allowed: readonly Requester[], answer: Answer): void => {
    const { method } = service;
    services.add(terminal.offerService(service, guard({ method, allowed, requesters, onRefused }, answer)));
  };
  offer(WATCH, ['node_unit', 'member'], ({ sourceTerminalId: terminalId }) =>
    changesFor().pipe(
      map((change) => {
        const isNodeUnit = requesters.now(terminalId) === 'node_unit';
        return { frame: toChangeFrame(change, { terminalId, isNodeUnit }) };
      }),
    ),
  );
  offer(RELEASE, ['node_unit', 'member'], (request) => defer(() => release(request, store, requesters)));
  offer(CLAIM, ['node_unit'], (request) =>
    forOwnAddress(request, async (deploymentId, address) => {
      const claim = await store.claim(deploymentId, address);
      return claim.outcome === 'claimed' ? { outcome: 'claimed', claim_epoch: claim.claimEpoch } : claim;
    }),
  );
  offer(HAND_BACK, ['node_unit'], (request) =>
    forOwnAddress(request, async (deploymentId, address) => {
      await store.handBack(deploymentId, address);
      return {};
    }),
  );
  return services;
}

type StoreService = typeof WATCH;

/** Releases what this terminal sees gone, too; of the others it says why not. */
async function release({ req }: ServiceRequest, store: DeploymentStore, requesters: Requesters): Promise<ServiceReply> {
  const request = releaseRequest.safeParse(req);
  if (!request.success) return badRequest('expected addresses, a list of texts');
  const { addresses } = request.data;
  const online = await requesters.stillOnline(addresses);
  return answer(async () => {
    const gone = addresses.filter((address) => !online.has(address));
    const { released } = gone.length === 0 ? { released: [] } : await store.release(gone);
    return {
      released: released.map((write) => ({ deployment_id: write.deploymentId, claim_epoch: write.claimEpoch })),
      refused: [...online].map((address) => ({ address, reason: 'the storage sees this node-unit online' })),
    };
  });
}

interface Step {
  readonly replica: DeploymentReplica;
  readonly change: DeploymentChange;
}

const NOTHING_YET: Step = {
  replica: { state: 'loading' },
  change: { kind: 'unavailable', reason: 'nothing was received from the database yet' },
};

/** For every caller a snapshot of what is known now, then the changes that all share. */
function shareChanges(changes$: Observable<DeploymentChange>): () => Observable<DeploymentChange> {
  const steps$ = changes$.pipe(
    scan(({ replica }, change): Step => ({ replica: applyDeploymentChange(replica, change), change }), NOTHING_YET),
    share({ connector: () => new ReplaySubject<Step>(1) }),
  );
  return () => steps$.pipe(map(({ replica, change }, index) => (index === 0 ? firstChange(replica) : change)));
}

function firstChange(replica: DeploymentReplica): DeploymentChange {
  return replica.state === 'current'
    ? { kind: 'snapshot', deployments: [...replica.deployments.values()] }
    : { kind: 'unavailable', reason: replica.reason ?? 'the database is out of reach' };
}

function forOwnAddress(
  { req, sourceTerminalId }: ServiceRequest,
  write: (deploymentId: string, address: string) => Promise<unknown>,
): Observable<ServiceReply> {
  return defer(async () => {
    const request = addressRequest.safeParse(req);
    if (!request.success) {
      return badRequest('expected a deployment_id that is a UUID, and the address of the node-unit that asks');
    }
    const { deployment_id, address } = request.data;
    if (address === sourceTerminalId) return answer(() => write(deployment_id, address));
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
