import { AppError } from '@node-unit/app-runtime';
import { messageOf } from '@node-unit/basics';
import { NONE_POLICY_NAME } from '@node-unit/fleet';
import type { ClaimPolicy, ClaimPolicyContext, ClaimPolicyModule } from '@node-unit/scheduler';

import { builtInPolicies } from './builtInPolicies.js';
import { locatePolicy } from './locatePolicy.js';
import { peerFault, schedulerVersion } from './peerFault.js';
import { readPolicyPackage } from './readPolicyPackage.js';

/** A policy and the version of its package. */
export interface LoadedClaimPolicy {
  readonly policy: ClaimPolicy;
  /** A built-in policy has the version of the scheduler; `undefined` for a file without a package. */
  readonly version: string | undefined;
}

/**
 * Loads a claim policy by name: a built-in policy (case, `-` and `_` are ignored), else an installed package, else a
 * module by its path. Packages and paths are resolved from each of the directories in turn.
 *
 * @throws AppError with one line that states what was searched and where, or which setting the policy rejected
 */
export async function loadClaimPolicy(
  name: string,
  context: ClaimPolicyContext,
  folders: readonly string[],
): Promise<LoadedClaimPolicy> {
  const builtIn = builtInPolicies.find(([known]) => normalise(known) === normalise(name));
  if (!builtIn) return importPolicy(name, context, folders);
  try {
    return { policy: builtIn[1].createClaimPolicy(context), version: schedulerVersion() };
  } catch (cause) {
    throw new AppError(2, oneLine(cause), { cause });
  }
}

function normalise(name: string): string {
  return name.toLowerCase().replaceAll('-', '_');
}

type Failure = (reason: string, cause?: unknown) => AppError;

async function importPolicy(
  name: string,
  context: ClaimPolicyContext,
  folders: readonly string[],
): Promise<LoadedClaimPolicy> {
  const { url, lookedFor } = locatePolicy(name, [...new Set(folders)]);
  const failure: Failure = (reason, cause) =>
    new AppError(2, `NODE_UNIT_CLAIM_POLICY=${JSON.stringify(name)} is not usable: ${reason}`, { cause });
  if (url === undefined) {
    const known = builtInPolicies.map(([builtIn]) => builtIn).join(', ');
    throw failure(`there is no such policy; looked among ${known}, and for ${lookedFor}`);
  }
  const failureThere: Failure = (reason, cause) => failure(`${reason}; looked for ${lookedFor}, found ${url}`, cause);
  try {
    const { version, schedulerRange } = readPolicyPackage(url);
    const fault = peerFault(schedulerRange, schedulerVersion());
    if (fault !== undefined) throw failureThere(fault);
    const module = await importModule(url, failureThere);
    return { policy: checked(module.createClaimPolicy(context), failureThere), version };
  } catch (cause) {
    throw cause instanceof AppError ? cause : failureThere(oneLine(cause), cause);
  }
}

async function importModule(url: string, failure: Failure): Promise<ClaimPolicyModule> {
  const exports = (await import(url)) as { createClaimPolicy?: unknown; default?: { createClaimPolicy?: unknown } };
  const createClaimPolicy = exports.createClaimPolicy ?? exports.default?.createClaimPolicy;
  if (typeof createClaimPolicy !== 'function') throw failure('the module does not export createClaimPolicy');
  return { createClaimPolicy: createClaimPolicy as ClaimPolicyModule['createClaimPolicy'] };
}

/** A foreign module may export anything. */
function checked(policy: Partial<ClaimPolicy> | undefined, failure: Failure): ClaimPolicy {
  const hasMethods = typeof policy?.describe === 'function' && typeof policy.rank === 'function';
  if (!hasMethods || typeof policy.name !== 'string') {
    throw failure('createClaimPolicy gave no object with a name, describe and rank');
  }
  if (policy.prepare !== undefined && typeof policy.prepare !== 'function') {
    throw failure('prepare of the policy is no function: expected a function, or none');
  }
  if (policy.name === NONE_POLICY_NAME) {
    throw failure(`the name ${NONE_POLICY_NAME} is reserved for the policy that never claims`);
  }
  return policy as ClaimPolicy;
}

/** The message of an error without line breaks. */
function oneLine(error: unknown): string {
  return messageOf(error).replace(/\s+/g, ' ').trim();
}
