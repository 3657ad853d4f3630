import { AppError } from '@node-unit/app-runtime/AppError';
import { EXIT } from '@node-unit/app-runtime/exitCodes';
import type { KeyPair } from '@node-unit/credentials';
import type { ClusterPicture, NodeUnitPicture } from '@node-unit/operator';

import type { Connection } from '../../context/resolveConnection.js';
import { publishedPolicy } from '../whatIf/publishedPolicy.js';

/** How a drill reaches the cluster. */
export interface DrillHost {
  readonly hostUrl: string;
  readonly hostToken: string | undefined;
  readonly operatorKey: KeyPair;
}

/**
 * The host and the key of the operator.
 *
 * @throws AppError that says what is missing
 */
export function drillHost(connection: Connection): DrillHost {
  if (connection.kind === 'postgres') {
    const advice = 'choose a context with a host, or set HOST_URL';
    throw new AppError(EXIT.unreachable, `this needs the host, and only the database is reached: ${advice}`);
  }
  const { hostUrl, hostToken, operatorKey } = connection;
  if (!operatorKey) {
    const advice = 'name your operator key by OPERATOR_KEY_FILE or in the context';
    throw new AppError(EXIT.failed, `a drill adds and removes deployments, which needs an operator: ${advice}`);
  }
  return { hostUrl, hostToken: typeof hostToken === 'function' ? hostToken() : hostToken, operatorKey };
}

/** Who could claim the probes, and under which policy. */
export interface DrillFleet {
  readonly claimers: readonly NodeUnitPicture[];
  readonly policy: string;
}

/**
 * The node-units that are to react. Pure.
 *
 * @throws AppError if there is none
 */
export function checkFleet({ nodeUnits }: Pick<ClusterPicture, 'nodeUnits'>, policy: string | undefined): DrillFleet {
  const claimers = nodeUnits.filter(
    ({ online, claiming, drained, nodeUnit }) =>
      online && claiming && drained === undefined && nodeUnit?.onlyNames === undefined,
  );
  if (policy === 'none') throw new AppError(EXIT.usage, 'under the policy none, the drill would claim nothing');
  if (claimers.length === 0) {
    const advice = 'start one with "unitctl join <url of the host>"';
    throw new AppError(EXIT.failed, `no node-unit is online that could claim what the drill loses: ${advice}`);
  }
  return { claimers, policy: policy ?? publishedPolicy(claimers) };
}
