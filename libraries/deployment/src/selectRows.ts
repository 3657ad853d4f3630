import { VersionedMap } from '@node-unit/basics';
import { defer, map, type MonoTypeOperatorFunction } from 'rxjs';

import type { Deployment } from './Deployment.js';
import type { DeploymentReplica } from './DeploymentReplica.js';

/**
 * Some rows of a table.
 *
 * @public
 */
export interface RowSelection {
  /** All rows that these were selected from. */
  readonly of: ReadonlyMap<string, Deployment>;
  readonly rows: ReadonlyMap<string, Deployment>;
}

/**
 * Selects rows by a condition on each, at the cost of what has changed since an earlier selection by the same condition. If
 * nothing of it has changed, `rows` is the same object. Pure.
 *
 * @public
 */
export function selectRows(
  earlier: RowSelection | undefined,
  all: ReadonlyMap<string, Deployment>,
  isWanted: (row: Deployment) => boolean,
): RowSelection {
  const changes = earlier && VersionedMap.changes(earlier.of, all);
  if (!earlier || !changes) return { of: all, rows: VersionedMap.of([...all].filter(([, row]) => isWanted(row))) };
  const wanted: [string, Deployment][] = [];
  const unwanted: string[] = [];
  for (const [id, { after }] of changes) {
    if (after && isWanted(after)) wanted.push([id, after]);
    else unwanted.push(id);
  }
  return { of: all, rows: VersionedMap.of(earlier.rows).with(wanted, unwanted) };
}

/**
 * The same replicas with only those rows for which the condition holds, at the cost of what changes. A change of other rows
 * leaves `deployments` as it is: {@link haveSameRows}.
 *
 * @public
 */
export function onlyRows(isWanted: (row: Deployment) => boolean): MonoTypeOperatorFunction<DeploymentReplica> {
  return (replica$) =>
    defer(() => {
      let selection: RowSelection | undefined;
      return replica$.pipe(
        map((replica) => {
          if (replica.state === 'loading') return replica;
          selection = selectRows(selection, replica.deployments, isWanted);
          return { ...replica, deployments: selection.rows };
        }),
      );
    });
}

/**
 * Whether two replicas have the same state and, as an object, the same rows: nothing that follows the rows alone has
 * anything to do.
 *
 * @public
 */
export function haveSameRows(one: DeploymentReplica, other: DeploymentReplica): boolean {
  if (one.state === 'loading' || other.state === 'loading') return one.state === other.state;
  return one.state === other.state && one.deployments === other.deployments;
}
