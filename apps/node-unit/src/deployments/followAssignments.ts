import type { Logger } from '@node-unit/app-runtime';
import type { Deployment, DeploymentReplica } from '@node-unit/deployment';
import type { Supervisor } from '@node-unit/supervisor';
import type { Observable, Subscription } from 'rxjs';

import { ownDeployments } from './ownDeployments.js';

interface AssignmentsOptions {
  readonly replica$: Observable<DeploymentReplica>;
  readonly supervisor: Pick<Supervisor, 'setDeployments'>;
  readonly address: string;
  readonly trusts: (deployment: Deployment) => boolean;
  readonly logger: Logger;
}

/** Keeps the supervisor in step with the deployments that the table assigns to this node-unit. */
export function followAssignments(options: AssignmentsOptions): Subscription {
  const { replica$, supervisor, address, trusts, logger } = options;
  let reported = new Set<string>();
  return replica$.subscribe((replica) => {
    const own = ownDeployments(replica, address, trusts);
    if (!own) return;
    for (const { id, packageName, packageVersion } of own.untrusted.filter((row) => !reported.has(row.id))) {
      logger.warn({ deployment_id: id, package: `${packageName}@${packageVersion}` }, 'DeploymentUntrusted');
    }
    reported = new Set(own.untrusted.map((row) => row.id));
    supervisor.setDeployments(own.running);
  });
}
