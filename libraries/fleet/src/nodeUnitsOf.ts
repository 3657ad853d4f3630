import type { TerminalInfo } from '@node-unit/protocol';

import type { NodeUnit } from './NodeUnit.js';
import { parseNodeUnitTags } from './nodeUnitTags.js';

/** Every change of the directory comes by here, and most terminals have not changed. */
const parsed = new WeakMap<NonNullable<TerminalInfo['tags']>, { readonly nodeUnit: NodeUnit | undefined }>();

function parseOnce(tags: NonNullable<TerminalInfo['tags']>): NodeUnit | undefined {
  const known = parsed.get(tags) ?? { nodeUnit: parseNodeUnitTags(tags) };
  parsed.set(tags, known);
  return known.nodeUnit;
}

/**
 * The node-units among the terminals of a host; the same objects for as long as their tags are the same objects. An address is accepted only from the terminal whose ID it is, because
 * the host verifies IDs but not tags.
 *
 * @public
 */
export function nodeUnitsOf(terminals: readonly TerminalInfo[]): readonly NodeUnit[] {
  return terminals.flatMap(({ terminal_id, tags }) => {
    const nodeUnit = tags && parseOnce(tags);
    return nodeUnit?.address === terminal_id ? [nodeUnit] : [];
  });
}
