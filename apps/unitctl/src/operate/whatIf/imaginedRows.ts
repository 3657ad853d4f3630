import { type Deployment, releaseWaitMs } from '@node-unit/deployment';
import { aDeployment } from '@node-unit/deployment/testing';
import type { DeploymentPicture } from '@node-unit/operator';

/** A deployment that would wait to be claimed. */
export interface WaitingRow {
  readonly row: Deployment;
  readonly label: string;
  /** Name of the node-unit that has it now; empty if none has. */
  readonly from: string;
  /** How long after the loss it may be claimed. */
  readonly freeMs: number;
}

/** What is held where now, and what would wait. */
export interface ImaginedRows {
  readonly held: readonly Deployment[];
  readonly waiting: readonly WaitingRow[];
}

/** Rows are claimed in the order of these times: what waits already, what is released, what is new. */
const RELEASED_AT = '9000-01-01T00:00:00.000000Z';
const NEW_AT = '9000-01-01T00:00:01.000000Z';
export const NEW_PACKAGE = 'new';

/** What would wait if only these addresses were left, and what is held at all addresses that are online now. Pure. */
export function imaginedRows(
  deployments: readonly DeploymentPicture[],
  { online, left, more }: { readonly online: ReadonlySet<string>; readonly left: ReadonlySet<string>; more: number },
): ImaginedRows {
  const assignable = deployments.filter(({ deployment: { enabled, type } }) => enabled && type === 'deployment');
  const waiting = assignable.filter(({ deployment: { address } }) => address === '' || !left.has(address));
  return {
    held: assignable.map(({ deployment }) => deployment).filter(({ address }) => online.has(address)),
    waiting: [...waiting.map(waitingRow), ...newRows(more)],
  };
}

function waitingRow({ deployment, label, nodeUnit }: DeploymentPicture): WaitingRow {
  const { address, exclusiveMs } = deployment;
  if (address === '') return { row: deployment, label, from: '', freeMs: 0 };
  const row = { ...deployment, address: '', updatedAt: RELEASED_AT };
  return { row, label, from: nodeUnit, freeMs: releaseWaitMs(exclusiveMs) };
}

function newRows(count: number): readonly WaitingRow[] {
  return Array.from({ length: count }, (_, replica) => {
    const label = `${NEW_PACKAGE}/${replica}`;
    const times = { createdAt: NEW_AT, updatedAt: NEW_AT };
    const row = aDeployment({ id: label, name: NEW_PACKAGE, replica, packageName: NEW_PACKAGE, ...times });
    return { row, label, from: '', freeMs: 0 };
  });
}
