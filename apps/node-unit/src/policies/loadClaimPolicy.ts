import { resolve as resolvePath } from 'node:path';
import { pathToFileURL } from 'node:url';

import { AppError } from '@node-unit/app-runtime';
import type { ClaimPolicy, ClaimPolicyContext, ClaimPolicyModule } from '@node-unit/scheduler';
import { resolve as resolveModule } from 'import-meta-resolve';

import { builtInPolicies } from './builtInPolicies.js';

/**
 * The claim policy that a name stands for: a built-in one (case, `-` and `_` do not matter), else an installed package,
 * else a module by its path, both looked for from the working directory.
 *
 * @throws AppError that says what was looked for and where, or what the policy found wrong with its settings
 */
export async function loadClaimPolicy(
  name: string,
  context: ClaimPolicyContext,
  workingDir: string,
): Promise<ClaimPolicy> {
  const builtIn = builtInPolicies.find(([known]) => normalise(known) === normalise(name));
  const module = builtIn ? builtIn[1] : await importPolicy(name, workingDir);
  try {
    const policy = module.createClaimPolicy(context);
    if (typeof policy.rank === 'function' && typeof policy.name === 'string') return policy;
  } catch (cause) {
    throw new AppError(2, cause instanceof Error ? cause.message : String(cause), { cause });
  }
  throw new AppError(2, `NODE_UNIT_CLAIM_POLICY=${name}: createClaimPolicy gave no object with a name and a rank`);
}

function normalise(name: string): string {
  return name.toLowerCase().replaceAll('-', '_');
}

async function importPolicy(name: string, workingDir: string): Promise<ClaimPolicyModule> {
  const { url, lookedFor } = locate(name, workingDir);
  const failure = (reason: string, cause?: unknown): AppError =>
    new AppError(2, `NODE_UNIT_CLAIM_POLICY=${JSON.stringify(name)} is not usable: ${reason}; ${lookedFor}`, { cause });
  if (url === undefined) throw failure('there is no such policy');
  const exports = (await import(url).catch((cause: unknown) => {
    throw failure(cause instanceof Error ? cause.message : String(cause), cause);
  })) as { createClaimPolicy?: unknown; default?: { createClaimPolicy?: unknown } };
  const createClaimPolicy = exports.createClaimPolicy ?? exports.default?.createClaimPolicy;
  if (typeof createClaimPolicy !== 'function') throw failure('the module does not export createClaimPolicy');
  return { createClaimPolicy: createClaimPolicy as ClaimPolicyModule['createClaimPolicy'] };
}

function locate(name: string, workingDir: string): { readonly url: string | undefined; readonly lookedFor: string } {
  const known = builtInPolicies.map(([builtIn]) => builtIn).join(', ');
  if (/^(\.{0,2}\/|file:)/.test(name)) {
    const url = name.startsWith('file:') ? name : pathToFileURL(resolvePath(workingDir, name)).href;
    return { url, lookedFor: `looked for ${url}` };
  }
  const lookedFor = `looked among ${known}, and for a package of that name from ${workingDir}; a path begins with ./ or /`;
  try {
    return { url: resolveModule(name, pathToFileURL(resolvePath(workingDir, 'policy')).href), lookedFor };
  } catch {
    return { url: undefined, lookedFor };
  }
}
