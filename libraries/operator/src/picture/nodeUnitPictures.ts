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
}

/** Joins what the host and the tables say of node-units, by name. Pure. */
export function nodeUnitPictures({ listed, known, held }: NodeUnitFacts): readonly NodeUnitPicture[] {
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
  // One that has left for good, such as one whose address changes with every start, is of no interest.
  return pictures
    .filter(({ online, deployments, drained }) => online || deployments > 0 || drained !== undefined)
    .sort((a, b) => compareTexts(a.name, b.name) || compareTexts(a.address, b.address));
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
