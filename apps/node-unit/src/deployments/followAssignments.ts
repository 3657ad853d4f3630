import type { Logger } from '@node-unit/app-runtime';
import { type Deployment, type DeploymentReplica, haveSameRows } from '@node-unit/deployment';
import type { Supervisor } from '@node-unit/supervisor';
import { combineLatest, distinctUntilChanged, type Observable, type Subscription } from 'rxjs';

import { type Leases, mayRun } from '../exclusive/Leases.js';
import { ownDeployments } from './ownDeployments.js';

interface AssignmentsOptions {
  /** With the own rows at least. */
  readonly own$: Observable<DeploymentReplica>;
  /** Undefined = exclusive deployments run like any other. */
  readonly leases$: Observable<Leases | undefined>;
  /** Handed back, and kept running until they run elsewhere; by ID. */
  readonly lingering$: Observable<ReadonlyMap<string, Deployment>>;
  readonly supervisor: Pick<Supervisor, 'setDeployments'>;
  readonly address: string;
  readonly trusts: (deployment: Deployment) => boolean;
  readonly logger: Logger;
}

/** Keeps the supervisor in step with the deployments that the table assigns to this node-unit. */
export function followAssignments(options: AssignmentsOptions): Subscription {
  const { own$, leases$, lingering$, supervisor, address, trusts, logger } = options;
  let reported = new Set<string>();
  return combineLatest([own$.pipe(distinctUntilChanged(haveSameRows)), leases$, lingering$]).subscribe(
    ([replica, leases, lingering]) => {
      const own = ownDeployments(replica, address, trusts);
      if (!own) return;
      for (const { id, packageName, packageVersion } of own.untrusted.filter((row) => !reported.has(row.id))) {
        logger.warn({ deployment_id: id, package: `${packageName}@${packageVersion}` }, 'DeploymentUntrusted');
      }
      reported = new Set(own.untrusted.map((row) => row.id));
      const running = leases === undefined ? own.running : own.running.filter((row) => mayRun(leases, row));
      supervisor.setDeployments([...running.filter(({ id }) => !lingering.has(id)), ...lingering.values()]);
    },
  );
}
