import type { Mutation } from '../Mutation.js';
import { scheduler, seeds } from './checks.js';

const ORDER = 'libraries/scheduler/lib/judge/claimingOrder.js';
const QUALIFY = 'libraries/scheduler/lib/judge/qualify.js';

/** Which candidate is next, and for whom. */
export const queue: readonly Mutation[] = [
  {
    guard: 'order',
    without: '`updated_at` does not count',
    file: ORDER,
    find: 'compare(a.updatedAt, b.updatedAt) || ',
    replacement: '',
    noticedBy: [seeds, scheduler('planRound')],
  },
  {
    guard: 'order',
    without: '`created_at` does not count',
    file: ORDER,
    find: 'compare(a.createdAt, b.createdAt) || ',
    replacement: '',
    noticedBy: [seeds, scheduler('planRound')],
  },
  {
    guard: 'order',
    without: '`id` does not count',
    file: ORDER,
    find: ' || compare(a.id, b.id)',
    replacement: '',
    noticedBy: [seeds, scheduler('planRound')],
  },
  {
    guard: 'order',
    without: 'a candidate is left to others for ever',
    file: 'libraries/scheduler/lib/round/passedOver.js',
    find: 'nowMs - sinceMs < LEFT_TO_OTHERS_MS',
    replacement: 'true',
    noticedBy: [scheduler('ownOrder')],
  },
  {
    guard: 'accepted names',
    without: 'who is dedicated to other names is ranked, too',
    file: QUALIFY,
    find: 'acceptsName(nodeUnit, candidate.name)',
    replacement: 'true',
    noticedBy: [scheduler('onlyNames')],
  },
  {
    guard: 'accepted names',
    without: 'a dedicated node-unit claims what it does not accept',
    file: QUALIFY,
    find: 'if (acceptsName(own, name))',
    replacement: 'if (true)',
    noticedBy: [scheduler('onlyNames')],
  },
  {
    guard: 'patience',
    without: 'nobody but the best ever claims',
    file: 'libraries/scheduler/lib/judge/widenByPatience.js',
    find: 'if (endsMs > nowMs)',
    replacement: 'if (true)',
    noticedBy: [seeds, scheduler('patience')],
  },
  {
    guard: 'patience',
    without: 'everybody may claim at once',
    file: 'libraries/scheduler/lib/judge/widenByPatience.js',
    find: 'if (endsMs > nowMs)',
    replacement: 'if (false)',
    noticedBy: [scheduler('patience')],
  },
];
