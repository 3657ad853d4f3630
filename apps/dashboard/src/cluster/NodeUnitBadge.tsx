import { cellOf, type NodeUnitPicture } from '@node-unit/operator';

import type { Words } from '../words/en.js';
import { useWords } from '../words/language.js';
import type { Mood } from './phases.js';

/** Whether a node-unit is there, and whether it takes anything. */
export function NodeUnitBadge({ nodeUnit }: { readonly nodeUnit: NodeUnitPicture }) {
  const { mood, text } = stateOf(nodeUnit, useWords().nodeUnits);
  return (
    <span class={`badge ${mood}`} title={cellOf(nodeUnit.drained?.reason ?? '')}>
      {text}
    </span>
  );
}

function stateOf(
  { online, drained, claiming, deployments }: NodeUnitPicture,
  words: Words['nodeUnits'],
): { readonly mood: Mood; readonly text: string } {
  if (!online) return { mood: 'bad', text: words.offline };
  if (drained) return deployments > 0 ? { mood: 'busy', text: words.draining } : { mood: 'off', text: words.drained };
  return claiming ? { mood: 'good', text: words.online } : { mood: 'off', text: words.notClaiming };
}
