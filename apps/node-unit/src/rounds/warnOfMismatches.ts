import type { Logger } from '@node-unit/app-runtime';
import { NONE_POLICY_NAME, type NodeUnit } from '@node-unit/fleet';
import type { Observable, Subscription } from 'rxjs';

/** Warns once per change about online node-units whose decisions may differ from this one's. */
export function warnOfMismatches(
  own: DecidingBy,
  nodeUnits$: Observable<readonly NodeUnit[]>,
  logger: Pick<Logger, 'warn'>,
): Subscription {
  let known: KnownMismatches = new Map();
  return nodeUnits$.subscribe((nodeUnits) => {
    const found = findMismatches(own, nodeUnits, known);
    known = found.known;
    for (const { nodeUnit, difference } of found.news) {
      const { address, name: node_unit_name } = nodeUnit;
      logger.warn({ address, node_unit_name, difference }, 'PolicyMismatch');
    }
  });
}

/** The settings that must be equal on all node-units of a cluster. */
export interface DecidingBy {
  readonly claimPolicyName: string;
  /** `undefined` if unknown. */
  readonly claimPolicyVersion?: string | undefined;
  /** The version of the node-unit itself. */
  readonly version: string | undefined;
}

/** A node-unit with different settings. */
export interface PolicyMismatch {
  readonly nodeUnit: NodeUnit;
  /** Human-readable description of the difference. */
  readonly difference: string;
}

/** The warnings so far, by address. */
export type KnownMismatches = ReadonlyMap<string, string>;

/**
 * Returns the node-units with different settings that have not been warned about yet, and the updated state. Pure.
 *
 * @remarks
 * A node-unit that never claims makes no decisions and matches anything; unknown values are no difference. A node-unit
 * that leaves and comes back unchanged is not reported again.
 */
export function findMismatches(
  own: DecidingBy,
  others: readonly NodeUnit[],
  known: KnownMismatches,
): { readonly known: KnownMismatches; readonly news: readonly PolicyMismatch[] } {
  const next = new Map(known);
  const news: PolicyMismatch[] = [];
  for (const nodeUnit of others) {
    const theirs = decidingBy(nodeUnit);
    if (!theirs || own.claimPolicyName === NONE_POLICY_NAME || theirs.claimPolicyName === NONE_POLICY_NAME) continue;
    const difference = differenceOf(own, theirs);
    if (difference === '') next.delete(nodeUnit.address);
    else if (next.get(nodeUnit.address) !== difference) news.push({ nodeUnit, difference });
    if (difference !== '') next.set(nodeUnit.address, difference);
  }
  return { known: next, news };
}

/** `undefined` for a foreign one that names no policy. */
function decidingBy({ tags }: NodeUnit): DecidingBy | undefined {
  const claimPolicyName = tags['node_unit_claim_policy'];
  if (claimPolicyName === undefined) return undefined;
  const claimPolicyVersion = tags['node_unit_claim_policy_version'];
  return { claimPolicyName, claimPolicyVersion, version: tags['node_unit_version'] };
}

function differenceOf(own: DecidingBy, theirs: DecidingBy): string {
  const isSamePolicy = own.claimPolicyName === theirs.claimPolicyName;
  const parts = [
    difference('policy', own.claimPolicyName, theirs.claimPolicyName),
    isSamePolicy ? difference('version of the policy', own.claimPolicyVersion, theirs.claimPolicyVersion) : '',
    difference('version of node-unit', own.version, theirs.version),
  ];
  return parts.filter((part) => part !== '').join('; ');
}

function difference(what: string, own: string | undefined, theirs: string | undefined): string {
  return own === undefined || theirs === undefined || own === theirs ? '' : `${what} ${theirs}, here ${own}`;
}
