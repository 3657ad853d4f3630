import { SupervisorError } from '../SupervisorError.js';
import type { RunAs } from './RunAs.js';
import type { KnownId, UidRange } from './UidRange.js';

/** What is known of the machine. */
export interface RunAsFacts {
  readonly agentUid: number;
  /** Whom the setting names; undefined if it names nobody. */
  readonly user: { readonly uid: number; readonly gid: number } | undefined;
  readonly range: UidRange;
  /** Users and groups of the machine within the range. */
  readonly knownIds: readonly KnownId[];
  /** Why processes cannot run as another user. */
  readonly obstacle: string | undefined;
}

/**
 * Whom processes run as.
 *
 * @beta
 */
export interface RunAsChoice {
  readonly runAs: RunAs;
  /** Why deployments are not kept apart although nobody chose that. */
  readonly notIsolated?: string;
}

/** @throws SupervisorError `RUN_AS_REFUSED` */
export function decideRunAs(setting: string, facts: RunAsFacts): RunAsChoice {
  if (setting === 'agent') return { runAs: { kind: 'agent' } };
  if (setting === 'auto') return decideAuto(facts);
  const { user, agentUid, obstacle } = facts;
  if (user === undefined) {
    throw refused(setting, 'there is no such user. Expected auto, agent, root, or the name or number of a user');
  }
  if (user.uid === agentUid) return { runAs: { kind: 'agent' } };
  if (obstacle !== undefined) throw refused(setting, `the agent cannot do that: ${obstacle}. Use auto or agent`);
  return { runAs: { kind: 'user', ...user } };
}

function decideAuto({ range, knownIds, obstacle }: RunAsFacts): RunAsChoice {
  if (obstacle !== undefined) return { runAs: { kind: 'agent' }, notIsolated: obstacle };
  const [known] = knownIds;
  if (known === undefined) return { runAs: { kind: 'range', range } };
  const reason = `NODE_UNIT_UID_RANGE contains ${known.id}, which is "${known.name}" on this machine. Choose a range without it`;
  throw refused('auto', reason);
}

function refused(setting: string, reason: string): SupervisorError {
  return new SupervisorError('RUN_AS_REFUSED', `NODE_UNIT_RUN_AS=${setting}: ${reason}.`);
}
