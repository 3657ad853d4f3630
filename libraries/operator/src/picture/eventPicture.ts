import type { DeploymentEvent } from '@node-unit/deployment';

import type { EventPicture } from './ClusterPicture.js';
import { labelOf, type Names, shortId } from './labels.js';

/** An event in words. Pure. */
export function eventPicture(event: DeploymentEvent, names: Names): EventPicture {
  const nameOf = (address: string): string => names.get(address) ?? shortId(address);
  const { deploymentId, name, replica, reason } = event;
  const label = deploymentId === '' ? '' : labelOf({ id: deploymentId, name, replica });
  const what = whatHappened(event, nameOf);
  return { event, label, text: reason === '' ? what : `${what}: ${reason}` };
}

const ABOUT_NODE_UNITS: Readonly<Record<string, string>> = {
  node_unit_online: 'is online',
  node_unit_offline: 'is offline',
  node_unit_drained: 'is drained',
  node_unit_undrained: 'is no longer drained',
};

function whatHappened(event: DeploymentEvent, nameOf: (address: string) => string): string {
  const { kind, address, changedColumns, state } = event;
  const aboutNodeUnit = ABOUT_NODE_UNITS[kind];
  if (aboutNodeUnit !== undefined) return `${nameOf(address)} ${aboutNodeUnit}`;
  switch (kind) {
    case 'inserted':
      return 'added';
    case 'deleted':
      return 'removed';
    case 'spec':
      return changedColumns.length === 0 ? 'restart' : `changed: ${changedColumns.join(', ')}`;
    case 'status':
      return `${state} on ${nameOf(address)}`;
    case 'address':
      return movement(event, nameOf);
    default:
      return kind;
  }
}

function movement({ previousAddress, address }: DeploymentEvent, nameOf: (address: string) => string): string {
  if (address === '') return `left ${nameOf(previousAddress)}`;
  if (previousAddress === '') return `assigned to ${nameOf(address)}`;
  return `moved from ${nameOf(previousAddress)} to ${nameOf(address)}`;
}
