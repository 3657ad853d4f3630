import { messageOf } from '@node-unit/basics';
import type { Deployment } from '@node-unit/deployment';

import type { CandidateVerdict, RefusalReason } from './CandidateVerdict.js';
import type { ClaimPolicy, NodeUnitRanking } from '../policy/ClaimPolicy.js';
import type { ClusterView } from '../policy/ClusterView.js';
import { describeConstraints, unmetConstraints } from '@node-unit/fleet';
import type { NodeUnit } from '@node-unit/fleet';
import { rankByScore } from './rankByScore.js';
import { type Eligibility, type PatienceInput, widenByPatience } from './widenByPatience.js';

/**
 * The judging node-unit and its policy.
 *
 * @public
 */
export interface Judge {
  /** Own address. */
  readonly self: string;
  readonly policy: ClaimPolicy;
  readonly trusts: (deployment: Deployment) => boolean;
  /** Why this node-unit does not take a candidate for now. Default: it takes all. */
  readonly declines?: ((candidate: Deployment) => string | undefined) | undefined;
  /**
   * Whether the command of a candidate is a program of its own package, which every node-unit runs; `undefined` while
   * that is not known. Default: not known.
   */
  readonly isOwnProgram?: ((candidate: Deployment) => boolean | undefined) | undefined;
}

/**
 * Filters, ranks and decides for one candidate. The filters are: online and claiming, trusted by this node-unit,
 * constraints, commands that are allowed, and what this node-unit has given up. All node-units with the lowest score are eligible; when patience runs out, the next rank is too.
 */
export function judgeCandidate(
  candidate: Deployment,
  view: ClusterView,
  judge: Judge,
  patienceInput: PatienceInput,
): CandidateVerdict {
  if (!judge.trusts(candidate)) {
    const detail = `${candidate.packageName}@${candidate.packageVersion} is not trusted here`;
    return refuse(candidate, 'untrusted_package', detail);
  }
  const { qualified, refusal } = filterQualified(candidate, view, judge);
  if (refusal !== undefined) return refuse(candidate, ...refusal);
  const ranked = rank(candidate, qualified, view, judge.policy);
  if (ranked.kind === 'failed') return refuse(candidate, 'policy_error', ranked.detail);
  const { rankings } = ranked;
  const eligibility = widenByPatience(candidate, rankings, patienceInput);
  return eligibility.eligible.includes(judge.self)
    ? { kind: 'eligible', deploymentId: candidate.id, rankings, ...eligibility }
    : refuse(candidate, 'not_eligible', refusalDetail(judge.self, rankings), { rankings, ...eligibility });
}

const UNRANKED = { rankings: [], eligible: [], patience: undefined };

function refuse(
  { id }: Deployment,
  reason: RefusalReason,
  detail: string,
  ranked: typeof UNRANKED | (Eligibility & { readonly rankings: readonly NodeUnitRanking[] }) = UNRANKED,
): CandidateVerdict {
  return { kind: 'refused', deploymentId: id, reason, detail, ...ranked };
}

/** The node-units that may run a deployment: they claim, meet its constraints and allow its command. */
export function qualifiedNodeUnits(
  candidate: Deployment,
  { nodeUnits }: Pick<ClusterView, 'nodeUnits'>,
  judge: Pick<Judge, 'isOwnProgram'>,
): readonly NodeUnit[] {
  return nodeUnits.filter(
    (nodeUnit) =>
      nodeUnit.claiming &&
      unmetConstraints(candidate.constraints, nodeUnit.nodeTags).length === 0 &&
      commandFault(candidate, nodeUnit, judge) === undefined,
  );
}

interface Filtered {
  readonly qualified: readonly NodeUnit[];
  /** The reason why this node-unit does not qualify. */
  readonly refusal: readonly [RefusalReason, string] | undefined;
}

function filterQualified(candidate: Deployment, { nodeUnits }: ClusterView, judge: Judge): Filtered {
  const claiming = nodeUnits.filter((nodeUnit) => nodeUnit.claiming);
  const own = claiming.find(({ address }) => address === judge.self);
  const meeting = claiming.filter(({ nodeTags }) => unmetConstraints(candidate.constraints, nodeTags).length === 0);
  const isAllowed = (nodeUnit: NodeUnit): boolean => commandFault(candidate, nodeUnit, judge) === undefined;
  const qualified = candidate.command === '' ? meeting : meeting.filter(isAllowed);
  const unmet = own ? constraintsFault(candidate, own, meeting.length) : undefined;
  if (unmet !== undefined) return { qualified, refusal: ['constraints', unmet] };
  const command = own && commandFault(candidate, own, judge);
  if (command !== undefined) return { qualified, refusal: ['command_not_allowed', command] };
  const declined = judge.declines?.(candidate);
  return { qualified, refusal: declined === undefined ? undefined : ['given_up', declined] };
}

function constraintsFault({ constraints }: Deployment, own: NodeUnit, qualified: number): string | undefined {
  const unmet = unmetConstraints(constraints, own.nodeTags);
  if (unmet.length === 0) return undefined;
  return qualified === 0
    ? `nobody can run it: no online node-unit that claims has ${describeConstraints(constraints)}`
    : `it needs ${unmet.join('; ')}; node-units that qualify: ${qualified}`;
}

/** Who does not say what it allows may allow it. */
function commandFault(
  candidate: Deployment,
  nodeUnit: NodeUnit,
  { isOwnProgram }: Pick<Judge, 'isOwnProgram'>,
): string | undefined {
  const { command } = candidate;
  if (command === '' || nodeUnit.allowsCommands !== false) return undefined;
  const isOwn = isOwnProgram?.(candidate);
  if (isOwn === true) return undefined;
  return isOwn === false
    ? `its command ${JSON.stringify(command)} is no program of its package, and this node-unit runs no others (ENABLE_CUSTOM_COMMAND)`
    : `it is not known yet whether its command ${JSON.stringify(command)} is a program of its package`;
}

type Ranked =
  | { readonly kind: 'ranked'; readonly rankings: readonly NodeUnitRanking[] }
  | { readonly kind: 'failed'; readonly detail: string };

export function rank(
  candidate: Deployment,
  nodeUnits: readonly NodeUnit[],
  view: ClusterView,
  policy: ClaimPolicy,
): Ranked {
  try {
    return { kind: 'ranked', rankings: rankByScore(policy.rank(candidate, nodeUnits, view)) };
  } catch (error) {
    return { kind: 'failed', detail: messageOf(error) };
  }
}

function refusalDetail(self: string, rankings: readonly NodeUnitRanking[]): string {
  const own = rankings.find((ranking) => ranking.address === self);
  if (!own) return 'this node-unit is not online and claiming in its own view';
  if (own.kind === 'unscored') return `no score: ${own.reason}`;
  const best = rankings[0];
  return `score ${own.score} is not the best, ${best?.kind === 'scored' ? best.score : 'unknown'}`;
}
