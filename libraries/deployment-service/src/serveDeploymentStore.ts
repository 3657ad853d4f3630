import { messageOf } from '@node-unit/basics';
import {
  applyDeploymentChange,
  type DeploymentChange,
  type DeploymentReplica,
  type DeploymentStore,
} from '@node-unit/deployment';
import type { Response, ServiceReply, ServiceRequest, Terminal } from '@node-unit/protocol';
import { map, type Observable, ReplaySubject, scan, share, Subscription } from 'rxjs';

import { toChangeFrame } from './changeFrames.js';
import {
  addressRequest,
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
 * Offers a store to the terminals of a host.
 *
 * @remarks
 * A terminal may claim and hand back only for its own address; any terminal may release lost addresses. All watchers
 * share one subscription of the store.
 *
 * @returns Unsubscribing withdraws the services.
 *
 * @public
 */
export function serveDeploymentStore(terminal: Terminal, store: DeploymentStore): Subscription {
  const changesFor = shareChanges(store.changes$);
  const services = new Subscription();
  services.add(
    terminal.offerService(WATCH, ({ sourceTerminalId }) =>
      changesFor().pipe(map((change) => ({ frame: toChangeFrame(change, sourceTerminalId) }))),
    ),
  );
  services.add(
    terminal.offerService(RELEASE, ({ req }) =>
      answer(async () => {
        const writes = await store.release(releaseRequest.parse(req).addresses);
        return {
          released: writes.map((write) => ({ deployment_id: write.deploymentId, claim_epoch: write.claimEpoch })),
        };
      }),
    ),
  );
  services.add(
    terminal.offerService(CLAIM, (request) =>
      forOwnAddress(request, async (deploymentId, address) => {
        const claim = await store.claim(deploymentId, address);
        return claim.outcome === 'claimed' ? { outcome: 'claimed', claim_epoch: claim.claimEpoch } : claim;
      }),
    ),
  );
  services.add(
    terminal.offerService(HAND_BACK, (request) =>
      forOwnAddress(request, async (deploymentId, address) => {
        await store.handBack(deploymentId, address);
        return {};
      }),
    ),
  );
  return services;
}

interface Step {
  readonly replica: DeploymentReplica;
  readonly change: DeploymentChange;
}

const NOTHING_YET: Step = {
  replica: { state: 'loading' },
  change: { kind: 'unavailable', reason: 'no data received from the database yet' },
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
    : { kind: 'unavailable', reason: replica.reason ?? 'the database is unavailable' };
}

async function forOwnAddress(
  { req, sourceTerminalId }: ServiceRequest,
  write: (deploymentId: string, address: string) => Promise<unknown>,
): Promise<ServiceReply> {
  const { deployment_id, address } = addressRequest.parse(req);
  if (address === sourceTerminalId) return answer(() => write(deployment_id, address));
  const message = `${sourceTerminalId} may write only its own address, not ${address}`;
  return { res: { code: FORBIDDEN, message } };
}

async function answer(write: () => Promise<unknown>): Promise<ServiceReply> {
  const response = await write().then(
    (data): Response => ({ code: OK, message: 'OK', data }),
    (error: unknown): Response => ({
      code: UNAVAILABLE,
      message: messageOf(error),
    }),
  );
  return { res: response };
}
