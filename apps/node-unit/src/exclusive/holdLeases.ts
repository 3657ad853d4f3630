import type { Logger } from '@node-unit/app-runtime';
import { messageOf } from '@node-unit/basics';
import {
  type Deployment,
  type DeploymentReplica,
  type DeploymentStore,
  haveSameRows,
  onlyRows,
} from '@node-unit/deployment';
import {
  absentForMs,
  type Membership,
  type MembershipProof,
  NOTHING_OBSERVED,
  observeAbsence,
  watchProofs,
} from '@node-unit/fleet';
import type { Terminal } from '@node-unit/protocol';
import type { ProvenAbsence } from '@node-unit/scheduler';
import { type LeaseKeeper, monotonicMs } from '@node-unit/supervisor';
import { BehaviorSubject, distinctUntilChanged, map, type Observable, share, shareReplay, Subscription } from 'rxjs';

import { NO_EPOCHS_SEEN, seeEpochs, wasSeen } from './epochsSeen.js';
import {
  isExclusive,
  isProven,
  type Leases,
  mayRun,
  NO_LEASES,
  proofIntervalMs,
  withLease,
  withoutLease,
  withProof,
} from './Leases.js';

interface HoldOptions {
  readonly terminal: Terminal;
  readonly membership$: Observable<Membership>;
  readonly replica$: Observable<DeploymentReplica>;
  readonly store: Pick<DeploymentStore, 'renewClaim'>;
  readonly keeper: LeaseKeeper;
  readonly address: string;
  readonly logger: Logger;
}

/** The two sides of exclusive deployments on a node-unit. */
export interface HeldLeases {
  /** As a holder: what may run here. Replays the current value. */
  readonly leases$: Observable<Leases>;
  /** As one of the others: for how long a holder has been missing for certain. */
  readonly provenAbsenceMs: ProvenAbsence;
  readonly proofs$: Observable<MembershipProof>;
  /** The keeper has ended this deployment's process. */
  lose(deploymentId: string): void;
  stop(): void;
}

/** Proves the membership of this node-unit while there are exclusive deployments, and obtains and loses their leases. */
export function holdLeases(options: HoldOptions): HeldLeases {
  const { terminal, membership$, replica$, keeper } = options;
  const leases$ = new BehaviorSubject<Leases>(NO_LEASES);
  let absence = NOTHING_OBSERVED;
  let own: readonly Deployment[] = [];
  const renewals = new Renewals(options, leases$);
  const exclusive$ = replica$.pipe(
    onlyRows((row) => row.enabled && isExclusive(row)),
    distinctUntilChanged(haveSameRows),
    shareReplay({ bufferSize: 1, refCount: true }),
  );
  const intervalMs$ = exclusive$.pipe(
    map((replica) => (replica.state === 'loading' ? undefined : proofIntervalMs(replica.deployments.values()))),
    distinctUntilChanged(),
  );
  const proofs$ = watchProofs(terminal, intervalMs$, monotonicMs).pipe(share());

  const watching = new Subscription();
  watching.add(membership$.subscribe((next) => (absence = observeAbsence(absence, next, monotonicMs()))));
  watching.add(
    proofs$.subscribe(({ askedMs }) => {
      leases$.next(withProof(leases$.value, askedMs, monotonicMs()));
      keeper.prove(askedMs);
      renewals.renew(own);
    }),
  );
  let epochs = NO_EPOCHS_SEEN;
  watching.add(
    exclusive$.subscribe((replica) => {
      epochs = replica.state === 'loading' ? epochs : seeEpochs(epochs, replica.deployments.values(), monotonicMs());
      own = replica.state === 'current' ? exclusiveOf(replica.deployments.values(), options.address) : [];
      renewals.renew(own);
    }),
  );
  return {
    leases$,
    proofs$,
    provenAbsenceMs: (row) => {
      const { provenMs } = leases$.value;
      return wasSeen(epochs, row, provenMs) ? absentForMs(absence, row.address, provenMs) : 0;
    },
    lose: (deploymentId) => leases$.next(withoutLease(leases$.value, deploymentId)),
    stop: () => watching.unsubscribe(),
  };
}

function exclusiveOf(rows: Iterable<Deployment>, address: string): readonly Deployment[] {
  return [...rows].filter((row) => row.enabled && row.address === address && isExclusive(row));
}

/** Obtains a claim epoch of its own for every exclusive deployment that is assigned to this node-unit. */
class Renewals {
  readonly #options: HoldOptions;
  readonly #leases$: BehaviorSubject<Leases>;
  readonly #underWay = new Set<string>();

  public constructor(options: HoldOptions, leases$: BehaviorSubject<Leases>) {
    this.#options = options;
    this.#leases$ = leases$;
  }

  public renew(own: readonly Deployment[]): void {
    const leases = this.#leases$.value;
    for (const row of own) {
      if (mayRun(leases, row) || !isProven(leases, row, monotonicMs()) || this.#underWay.has(row.id)) continue;
      this.#underWay.add(row.id);
      void this.#obtain(row).finally(() => this.#underWay.delete(row.id));
    }
  }

  async #obtain(row: Deployment): Promise<void> {
    const { store, address, logger } = this.#options;
    try {
      const renewed = await store.renewClaim(row.id, address, row.claimEpoch);
      // The row has changed meanwhile: the change arrives and is looked at then.
      if (renewed.outcome === 'conflict') return;
      const leased = { ...row, claimEpoch: renewed.claimEpoch };
      if (isProven(this.#leases$.value, leased, monotonicMs())) {
        this.#leases$.next(withLease(this.#leases$.value, leased));
      }
    } catch (error) {
      logger.warn({ deployment_id: row.id, reason: messageOf(error) }, 'ExclusiveLeaseNotObtained');
    }
  }
}
