import type { Logger } from '@node-unit/app-runtime';
import { messageOf, VersionedMap } from '@node-unit/basics';
import {
  type Deployment,
  type DeploymentReplica,
  type DeploymentStatus,
  type DeploymentStore,
  onlyRows,
} from '@node-unit/deployment';
import type { Membership } from '@node-unit/fleet';
import type { KeyPair, Terminal } from '@node-unit/protocol';
import type { PlannedRound, SchedulerOptions } from '@node-unit/scheduler';
import { LeaseKeeper, type RunAs, type Supervisor } from '@node-unit/supervisor';
import {
  distinctUntilChanged,
  exhaustMap,
  filter,
  map,
  merge,
  mergeMap,
  type Observable,
  of,
  pairwise,
  shareReplay,
  type Subscription,
  switchMap,
  take,
  timer,
} from 'rxjs';

import type { NodeUnitConfig } from '../environment.js';
import { type HeldLeases, holdLeases } from '../exclusive/holdLeases.js';
import { HandOvers } from '../handOver/HandOvers.js';
import { LatestPlan } from '../handOver/LatestPlan.js';
import { inTurn } from '../inTurn.js';
import { publishStatuses } from '../publication/publishStatuses.js';
import { publishWorkloads } from '../publication/publishWorkloads.js';
import { StartTurns } from '../rounds/StartTurns.js';
import { offerInspection } from '../services/offerInspection.js';
import { followAssignments } from './followAssignments.js';
import { isOwnHere } from './ownDeployments.js';
import { OwnPrograms } from './OwnPrograms.js';
import { declinedUntil } from './Refusals.js';
import { stopInOrder } from './stopInOrder.js';
import { superviseDeployments } from './superviseDeployments.js';
import { UnfitDeployments } from './UnfitDeployments.js';
import { WorkloadCredentials } from './WorkloadCredentials.js';

const PRUNE_FIRST_MS = 60_000;
const PRUNE_INTERVAL_MS = 600_000;

export interface DeploymentsOptions {
  readonly config: NodeUnitConfig;
  readonly keyPair: KeyPair;
  readonly workspaceDir: string;
  readonly runAs: RunAs;
  readonly nodeTags: Readonly<Record<string, string>>;
  /** Names of the only deployments that may run here; `undefined` = any. */
  readonly onlyNames: readonly string[] | undefined;
  readonly trusts: (deployment: Deployment) => boolean;
  /** Whether this node-unit writes addresses at all. */
  readonly mayWrite: boolean;
  readonly terminal: Terminal;
  readonly store: DeploymentStore;
  readonly replica$: Observable<DeploymentReplica>;
  readonly membership$: Observable<Membership>;
  readonly logger: Logger;
}

/** The deployments on this node-unit. */
export interface RunningDeployments {
  readonly supervisor: Supervisor;
  /** What rounds have to know of them. */
  readonly facts: Pick<SchedulerOptions, 'declines' | 'isOwnProgram' | 'provenAbsenceMs' | 'proofs$' | 'retry$'>;
  /** Whether an operator has drained this node-unit. Replays the current value. */
  readonly drained$: Observable<boolean>;
  readonly onPlan: (planned: PlannedRound) => void;
  readonly statusOf: (deploymentId: string) => DeploymentStatus | undefined;
  /** The number of deployments that could not be installed or started here. */
  readonly refused: () => number;
  /** Stops the claimed ones one by one and hands them back. */
  handBackAll(): Promise<void>;
  /** Stops what still runs. */
  stop(): Promise<void>;
}

/** Runs what the table assigns to this node-unit, hands back what cannot run here, and publishes what it does. */
export function runDeployments(options: DeploymentsOptions): RunningDeployments {
  const { config, keyPair, store, replica$, terminal, logger, trusts } = options;
  const address = keyPair.publicKey;
  const own$ = replica$.pipe(
    onlyRows((row) => isOwnHere(row, address, options.onlyNames)),
    shareReplay({ bufferSize: 1, refCount: true }),
  );
  const credentials = new WorkloadCredentials(keyPair);
  const { leases, keeper } = exclusiveLeases(options, address);
  const onGivenUp = (id: string, reason: string): void => void unfit.giveUp(id, reason);
  const turns = new StartTurns();
  const turn = turns.next;
  const supervisor = superviseDeployments({ ...options, address, credentials, leases: keeper, turn, onGivenUp });
  const unfit = new UnfitDeployments({ ...options, own$, address, supervisor });
  const programs = new OwnPrograms({ ...options, supervisor });
  const plans = new LatestPlan(address, options.mayWrite);
  const handOvers = new HandOvers({ ...options, own$, address, supervisor, obstacleOf: plans.obstacleOf });
  const statuses = publishStatuses({
    ...options,
    address,
    states$: supervisor.states$,
    refusals$: unfit.refusals$,
    handOvers$: handOvers.texts$,
  });
  const leases$ = config.NODE_UNIT_EXCLUSIVE === 'enforce' ? leases.leases$ : of(undefined);
  let states: ReadonlyMap<string, DeploymentStatus> = new Map();

  const { lingering$ } = handOvers;
  const running = followAssignments({ own$, leases$, lingering$, supervisor, address, trusts, logger });
  running.add(handOvers.follow());
  running.add(offerInspection(options));
  running.add(publishWorkloads(terminal, credentials.terminalIds$, logger));
  running.add(pruning(supervisor, replica$, logger));
  running.add(unfit.follow());
  if (!config.ENABLE_CUSTOM_COMMAND) running.add(programs.follow());
  running.add(supervisor.states$.subscribe((next) => (states = next)));
  running.add(startedIds(supervisor).subscribe((id) => unfit.forget(id)));
  return {
    supervisor,
    facts: {
      declines: (row) => handOvers.declines(row) ?? declinedUntil(unfit.refusals, row.id, Date.now()),
      isOwnProgram: programs.has,
      provenAbsenceMs: leases.provenAbsenceMs,
      proofs$: leases.proofs$,
      retry$: merge(programs.found$, handOvers.orders$),
    },
    drained$: handOvers.orders$.pipe(
      map((orders) => orders?.drained !== undefined),
      distinctUntilChanged(),
    ),
    onPlan: inTurn(turns.onPlan, plans.onPlan),
    statusOf: (id) => states.get(id),
    refused: () => unfit.refusals.size,
    handBackAll: () => stopInOrder({ running, own$, supervisor, store, address, logger }),
    stop: async () => {
      running.unsubscribe();
      await supervisor.stopAll();
      leases.stop();
      keeper.close();
      await statuses.stop();
    },
  };
}

/** Not before it is known what shall run here: until then nothing is in use. */
function pruning(supervisor: Supervisor, replica$: Observable<DeploymentReplica>, logger: Logger): Subscription {
  const prune = async (): Promise<void> => {
    try {
      const packages = await supervisor.prunePackages();
      if (packages.length > 0) logger.info({ packages }, 'PackagesPruned');
    } catch (error) {
      logger.warn({ reason: messageOf(error) }, 'PackagesNotPruned');
    }
  };
  return replica$
    .pipe(
      filter(({ state }) => state === 'current'),
      take(1),
      switchMap(() => timer(PRUNE_FIRST_MS, PRUNE_INTERVAL_MS)),
      exhaustMap(prune),
    )
    .subscribe();
}

function exclusiveLeases(
  { config, logger, ...options }: DeploymentsOptions,
  address: string,
): { readonly leases: HeldLeases; readonly keeper: LeaseKeeper } {
  const { NODE_UNIT_EXCLUSIVE: mode } = config;
  const keeper = new LeaseKeeper({
    mode,
    onExpired: (deploymentId) => {
      logger.warn({ deployment_id: deploymentId, mode }, 'ExclusiveLeaseExpired');
      if (mode === 'enforce') leases.lose(deploymentId);
    },
  });
  const leases = holdLeases({ ...options, keeper, address, logger });
  return { leases, keeper };
}

/** The deployments that have begun to run. */
function startedIds({ states$ }: Supervisor): Observable<string> {
  return states$.pipe(
    pairwise(),
    mergeMap(([before, after]) => VersionedMap.changes(before, after) ?? []),
    filter(([, { after }]) => after?.state === 'running'),
    map(([id]) => id),
  );
}
