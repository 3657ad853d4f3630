import type { Mutation, Notice } from './Mutation.js';
import { describeCheck } from './noticeOf.js';

/** A line of the list: a guard, what happens without it, and who has noticed. Pure. */
export function describeNotice({ guard, without, noticedBy }: Mutation, notice: Notice | undefined): string {
  const who = notice ? describeWho(notice) : `NOBODY of ${noticedBy.map(describeCheck).join(', ')}`;
  return `${guard}: ${without}: noticed by ${who}`;
}

function describeWho({ check, test, message }: Notice): string {
  const [, seed, code] = /seed (\d+): ([A-Z_]+)/.exec(message) ?? [];
  return seed === undefined ? `${check.project}, "${test}"` : `seed ${seed} (${code})`;
}
