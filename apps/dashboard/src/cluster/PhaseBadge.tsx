import type { DeploymentPhase } from '@node-unit/operator';

import { useWords } from '../words/language.js';
import { moodOf } from './phases.js';

/** Where a deployment stands: a word, and a colour beside it. */
export function PhaseBadge({ phase }: { readonly phase: DeploymentPhase }) {
  return <span class={`badge ${moodOf(phase)}`}>{useWords().phases[phase]}</span>;
}
