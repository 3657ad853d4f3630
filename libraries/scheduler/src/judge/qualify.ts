import type { Deployment } from '@node-unit/deployment';
import { acceptsName, describeConstraints, type NodeUnit, unmetConstraints } from '@node-unit/fleet';

import type { RefusalReason } from './CandidateVerdict.js';
import type { Judge } from './Judge.js';

/** Who may run a candidate, and whether this node-unit is one of them. */
export interface Qualification {
  readonly qualified: readonly NodeUnit[];
  /** The reason why this node-unit does not qualify. */
  readonly refusal: readonly [RefusalReason, string] | undefined;
}

type Qualifier = Pick<Judge, 'self' | 'isOwnProgram'>;

/** The node-units that may run a deployment: they claim, accept its name, meet its constraints and allow its command. Pure. */
export function qualify(candidate: Deployment, nodeUnits: readonly NodeUnit[], judge: Qualifier): Qualification {
  const claiming = nodeUnits.filter((nodeUnit) => nodeUnit.claiming);
  const own = claiming.find(({ address }) => address === judge.self);
  const meeting = claiming.filter(({ nodeTags }) => unmetConstraints(candidate.constraints, nodeTags).length === 0);
  const accepting = meeting.filter((nodeUnit) => acceptsName(nodeUnit, candidate.name));
  const isAllowed = (nodeUnit: NodeUnit): boolean => commandFault(candidate, nodeUnit, judge) === undefined;
  const qualified = candidate.command === '' ? accepting : accepting.filter(isAllowed);
  const counts = { meeting: meeting.length, accepting: accepting.length };
  const unmet = own && constraintsFault(candidate, own, counts);
  if (unmet !== undefined) return { qualified, refusal: ['constraints', unmet] };
  const other = own && nameFault(candidate, own, counts);
  if (other !== undefined) return { qualified, refusal: ['other_names', other] };
  const command = own && commandFault(candidate, own, judge);
  return { qualified, refusal: command === undefined ? undefined : ['command_not_allowed', command] };
}

/**
 * {@link qualify} for the candidates of one round: candidates that ask for the same get the same object.
 */
export function qualifying(nodeUnits: readonly NodeUnit[], judge: Qualifier): (candidate: Deployment) => Qualification {
  const known = new Map<string, Qualification>();
  const areDedicated = nodeUnits.some(({ onlyNames }) => onlyNames !== undefined);
  return (candidate) => {
    const key = keyOf(candidate, areDedicated, judge);
    const before = known.get(key);
    if (before) return before;
    const qualification = qualify(candidate, nodeUnits, judge);
    known.set(key, qualification);
    return qualification;
  };
}

/** In words, what a candidate asks of a node-unit. */
function keyOf(candidate: Deployment, areDedicated: boolean, { isOwnProgram }: Qualifier): string {
  const { constraints, command, name } = candidate;
  const asked = constraintsKey(constraints);
  if (command === '') return areDedicated ? JSON.stringify([asked, name]) : asked;
  return JSON.stringify([asked, areDedicated ? name : '', command, isOwnProgram?.(candidate) ?? null]);
}

const constraintsKeys = new WeakMap<Deployment['constraints'], string>();

/** Rows never change, so theirs are put into words once. */
function constraintsKey(constraints: Deployment['constraints']): string {
  if (Object.keys(constraints).length === 0) return '';
  let key = constraintsKeys.get(constraints);
  if (key === undefined) constraintsKeys.set(constraints, (key = JSON.stringify(constraints)));
  return key;
}

/** How many claiming node-units meet the constraints, and how many of them accept the name. */
interface Counts {
  readonly meeting: number;
  readonly accepting: number;
}

function constraintsFault({ constraints }: Deployment, own: NodeUnit, counts: Counts): string | undefined {
  const unmet = unmetConstraints(constraints, own.nodeTags);
  if (unmet.length === 0) return undefined;
  return counts.meeting === 0
    ? `nobody can run it: no online node-unit that claims has ${describeConstraints(constraints)}`
    : `it needs ${unmet.join('; ')}; node-units that qualify: ${counts.accepting}`;
}

function nameFault({ name }: Deployment, own: NodeUnit, { accepting }: Counts): string | undefined {
  if (acceptsName(own, name)) return undefined;
  const accepted = own.onlyNames?.join(', ') || 'nothing';
  return `this node-unit accepts only ${accepted} (NODE_UNIT_ONLY_NAMES); node-units that qualify: ${accepting}`;
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
