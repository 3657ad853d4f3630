import type { Mutation } from '../Mutation.js';
import { scheduler, seeds, settling } from './checks.js';

const PLAN = 'libraries/scheduler/lib/round/planRound.js';
const APPLY = 'libraries/scheduler/lib/round/applyPlan.js';
const ROUNDS = 'libraries/scheduler/lib/round/scheduleRounds.js';
const MEMBERSHIP = 'libraries/fleet/lib/Membership.js';
const SETTLING = 'libraries/fleet/lib/settleMembership.js';

/** What a node-unit decides by itself. */
export const decisions: readonly Mutation[] = [
  {
    guard: 'release only of the lost',
    without: 'the deployments of everybody are released',
    file: MEMBERSHIP,
    find: '!listed.has(address) && ',
    replacement: '',
    noticedBy: [seeds],
  },
  {
    guard: 'settling',
    without: 'a node-unit decides as soon as it is connected',
    file: MEMBERSHIP,
    find: ` || state === 'joining'`,
    replacement: '',
    noticedBy: [scheduler('planRound'), seeds],
  },
  {
    guard: 'settling',
    without: 'a node-unit decides by the last list while it is disconnected',
    file: MEMBERSHIP,
    find: `state === 'disconnected' || `,
    replacement: '',
    noticedBy: [scheduler('planRound'), seeds],
  },
  {
    guard: 'settling',
    without: 'whom a young host has not listed yet is lost',
    file: MEMBERSHIP,
    find: `state === 'settled' || seenAddresses.has(address)`,
    replacement: 'true',
    noticedBy: [seeds, scheduler('planRound')],
  },
  {
    guard: 'settling',
    without: 'a host is never young',
    file: SETTLING,
    find: 'return untilHostSettledMs > joiningMs',
    replacement: 'return false',
    noticedBy: [seeds, settling],
  },
  {
    guard: 'settling',
    without: 'whom an old list does not have is lost, though it claims',
    file: PLAN,
    find: ' && !unconfirmed?.has(address)',
    replacement: '',
    noticedBy: [scheduler('unlistedHolders')],
  },
  {
    guard: 'settling',
    without: 'a node-unit that was frozen decides by what it hears first',
    file: ROUNDS,
    find: 'this.#pauses.wasPaused() ? rejoining(this.#membership) : this.#membership',
    replacement: 'this.#membership',
    noticedBy: [scheduler('pauseWatch')],
  },
  {
    guard: 'one per round',
    without: 'a round claims a second one',
    file: APPLY,
    find: 'return { verdicts, attempts, result };\n',
    replacement: 'if (attempts.length > 1) return { verdicts, attempts, result };\n',
    noticedBy: [seeds, scheduler('rounds.property')],
  },
  {
    guard: 'the epoch',
    without: 'a round claims at any epoch',
    file: APPLY,
    find: 'self, candidate.claimEpoch)',
    replacement: 'self)',
    noticedBy: [seeds, scheduler('ownOrder')],
  },
  {
    guard: '`enabled`',
    without: 'a round sees disabled deployments',
    file: 'libraries/scheduler/lib/index/RoundIndex.js',
    find: `row?.enabled && row.type === 'deployment'`,
    replacement: `row?.type === 'deployment'`,
    noticedBy: [scheduler('planRound')],
  },
  {
    guard: 'own writes counted',
    without: 'a node-unit forgets its own claim until it comes back',
    file: ROUNDS,
    find: 'this.#pendingWrites = withWrites(this.#pendingWrites, self, [record.result]);',
    replacement: '',
    noticedBy: [scheduler('scheduleRounds', 'its own claim')],
  },
  {
    guard: 'own writes counted',
    without: 'a plan does not see the own writes',
    file: 'libraries/scheduler/lib/round/PendingWrites.js',
    find: 'write && deployment.claimEpoch < write.claimEpoch ?',
    replacement: 'false ?',
    noticedBy: [scheduler('planRound')],
  },
];
