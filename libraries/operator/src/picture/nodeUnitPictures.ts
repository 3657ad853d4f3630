import type { KnownNodeUnit } from '@node-unit/deployment';
import type { NodeUnit } from '@node-unit/fleet';

import type { NodeUnitPicture } from './ClusterPicture.js';
import { compareTexts } from './labels.js';

/** What is known of node-units. */
export interface NodeUnitFacts {
  /** As the host lists them; undefined if no host is asked. */
  readonly listed: readonly NodeUnit[] | undefined;
  /** As a storage has recorded them. */
  readonly known: readonly KnownNodeUnit[];
  /** Number of enabled deployments by address. */
  readonly held: ReadonlyMap<string, number>;
  readonly nowMs: number;
}

/** For how long one that has left is shown, unless one of its name is there. */
const REMEMBERED_MS = 86_400_000;

/** Joins what the host and the tables say of node-units, by name. Pure. */
export function nodeUnitPictures({ listed, known, held, nowMs }: NodeUnitFacts): readonly NodeUnitPicture[] {
  const onHost = new Map((listed ?? []).map((nodeUnit) => [nodeUnit.address, nodeUnit]));
  const inTable = new Map(known.map((each) => [each.address, each]));
  const addresses = [...new Set([...inTable.keys(), ...onHost.keys()])];
  const pictures = addresses.map((address): NodeUnitPicture => {
    const nodeUnit = onHost.get(address);
    const entry = inTable.get(address);
    return {
      address,
      ...(nodeUnit ? describedBy(nodeUnit) : recordedAs(entry, address)),
      online: listed === undefined ? entry?.online === true : nodeUnit !== undefined,
      drained: drainedOf(entry),
      deployments: held.get(address) ?? 0,
    };
  });
  const isMissed = missedAmong(pictures, known, nowMs);
  return pictures
    .filter((each) => each.online || each.deployments > 0 || each.drained !== undefined || isMissed(each))
    .sort((a, b) => compareTexts(a.name, b.name) || compareTexts(a.address, b.address));
}

/**
 * One that has left lately is missed, and of each name the latest only: a node-unit whose address changes with every start
 * is one node-unit to those who look.
 */
function missedAmong(
  pictures: readonly NodeUnitPicture[],
  known: readonly KnownNodeUnit[],
  nowMs: number,
): (picture: NodeUnitPicture) => boolean {
  const present = new Set(pictures.filter(({ online }) => online).map(({ name }) => name));
  const latest = new Map<string, KnownNodeUnit>();
  for (const each of known) {
    const { name, seenAt } = each;
    if (present.has(name) || nowMs - Date.parse(seenAt) > REMEMBERED_MS) continue;
    if (seenAt > (latest.get(name)?.seenAt ?? '')) latest.set(name, each);
  }
  return ({ name, address }) => latest.get(name)?.address === address;
}

type Description = Pick<NodeUnitPicture, 'name' | 'version' | 'claiming' | 'policy' | 'nodeUnit'>;

function describedBy(nodeUnit: NodeUnit): Description {
  const { name, claiming, tags } = nodeUnit;
  const { node_unit_version: version = '', node_unit_claim_policy: policy = '' } = tags;
  return { name, version, claiming, policy, nodeUnit };
}

function recordedAs(entry: KnownNodeUnit | undefined, address: string): Description {
  const { name, version } = entry ?? { name: address, version: '' };
  return { name, version, claiming: false, policy: '', nodeUnit: undefined };
}

function drainedOf(entry: KnownNodeUnit | undefined): NodeUnitPicture['drained'] {
  return entry?.drainedAt === undefined ? undefined : { since: entry.drainedAt, reason: entry.drainReason };
}
