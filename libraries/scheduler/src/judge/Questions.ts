import type { Deployment } from '@node-unit/deployment';
import type { NodeUnit } from '@node-unit/fleet';

import type { PreparedRanking } from '../policy/ClaimPolicy.js';
import { recordReads } from './recordReads.js';

/** What is known after the looks so far: the next look, by what it finds, or the answer. */
type Knowledge<Answer> =
  | { readonly kind: 'look'; readonly field: keyof Deployment; readonly found: Map<unknown, Knowledge<Answer>> }
  | { readonly kind: 'answer'; readonly answer: Answer };

/**
 * Asks each distinct question once: what was asked about a deployment holds for every other one that is the same in all that
 * was looked at.
 *
 * @remarks
 * A pure function looks at the same field first, whatever the deployment; what it looks at next depends on what it found
 * only. So the looks of all questions form a tree.
 */
export class Questions<Answer> {
  readonly #ask: (...question: Parameters<PreparedRanking>) => Answer;
  readonly #known = new Map<unknown, Knowledge<Answer>>();

  public constructor(ask: (...question: Parameters<PreparedRanking>) => Answer) {
    this.#ask = ask;
  }

  /** The answer about a deployment; `nodeUnits` are the same only if they are the same array. */
  public answer(deployment: Deployment, nodeUnits: readonly NodeUnit[]): Answer {
    let known = this.#known.get(nodeUnits);
    while (known?.kind === 'look') {
      // No two deployments have the same ID, so nobody else asks this.
      if (known.field === 'id') return this.#ask(deployment, nodeUnits);
      known = known.found.get(keyOf(deployment[known.field]));
    }
    if (known) return known.answer;
    const { observed, reads } = recordReads(deployment);
    const answer = this.#ask(observed, nodeUnits);
    this.#remember(nodeUnits, reads, answer);
    return answer;
  }

  #remember(nodeUnits: readonly NodeUnit[], reads: ReadonlyMap<keyof Deployment, unknown>, answer: Answer): void {
    let [place, key]: [Map<unknown, Knowledge<Answer>>, unknown] = [this.#known, nodeUnits];
    for (const [field, value] of reads) {
      const known: Knowledge<Answer> = place.get(key) ?? { kind: 'look', field, found: new Map() };
      // It has looked at something else before: not a function of what it looks at, so it is asked every time.
      if (known.kind === 'answer' || known.field !== field) return;
      place.set(key, known);
      [place, key] = [known.found, keyOf(value)];
    }
    if (!place.has(key)) place.set(key, { kind: 'answer', answer });
  }
}

function keyOf(value: unknown): unknown {
  return typeof value === 'object' ? JSON.stringify(value) : value;
}
