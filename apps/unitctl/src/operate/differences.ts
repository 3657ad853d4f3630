import type { DeploymentDifference } from '@node-unit/deployment';
import { cellOf } from '@node-unit/operator';

const SIGNS = { add: '+', change: '~', remove: '-', none: ' ' } as const;

/** What an operation does, or would do, as lines. Pure. */
export function renderDifferences(differences: readonly DeploymentDifference[]): string {
  const lines = differences.flatMap(({ action, name, replica, deploymentId, fields }) => [
    `${SIGNS[action]} ${name === '' ? deploymentId.slice(0, 8) : `${name}/${replica}`}${action === 'none' ? '  no change' : ''}`,
    ...fields.map(({ field, before, after }) => `    ${cellOf(field)}: ${valueOf(before)} → ${valueOf(after)}`),
  ]);
  return lines.join('\n') || 'no change';
}

function valueOf(text: string): string {
  return text === '' ? '–' : cellOf(text);
}

export function hasChanges(differences: readonly DeploymentDifference[]): boolean {
  return differences.some(({ action }) => action !== 'none');
}
