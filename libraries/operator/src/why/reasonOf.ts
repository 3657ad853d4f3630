import type { Answer } from './Answer.js';

/** As long as a public key is, in base58. */
const ADDRESS = /\b[1-9A-HJ-NP-Za-km-z]{32,44}\b/g;

/**
 * What a node-unit says, in one sentence: why it may or may not claim, and what the deployment does there. Pure.
 *
 * @param names - of the node-units by address; what is known by name is called so
 *
 * @public
 */
export function reasonOf(answer: Answer, names: ReadonlyMap<string, string>): string {
  if (answer.kind !== 'explained') return answer.message;
  const { reason, detail, status, patience_left_ms: leftMs } = answer.record;
  const parts = [
    reason === null ? detail : `${reason}: ${detail}`,
    ...(leftMs === null ? [] : [`the next rank may claim in ${Math.ceil(leftMs / 1_000)} s`]),
    ...(status ? [describeStatus(status)] : []),
  ];
  return parts.join('; ').replace(ADDRESS, (address) => names.get(address) ?? address);
}

/** What the deployment does there. */
function describeStatus({ state, restarts, last_exit, reason, since, healthy }: Status): string {
  const facts = [
    `${state} since ${since}`,
    ...(restarts > 0 ? [`${restarts} restarts`] : []),
    ...(last_exit === '' ? [] : [`last exit: ${last_exit}`]),
    ...(healthy === false ? ['unhealthy'] : []),
  ];
  return `here: ${facts.join(', ')}${reason === '' ? '' : `: ${reason}`}`;
}

type Status = NonNullable<(Answer & { readonly kind: 'explained' })['record']['status']>;
