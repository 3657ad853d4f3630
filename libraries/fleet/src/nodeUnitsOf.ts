import type { TerminalInfo } from '@node-unit/protocol';

import type { NodeUnit } from './NodeUnit.js';
import { parseNodeUnitTags } from './nodeUnitTags.js';

/**
 * The node-units among the terminals of a host. An address is accepted only from the terminal whose ID it is, because
 * the host verifies IDs but not tags.
 *
 * @public
 */
export function nodeUnitsOf(terminals: readonly TerminalInfo[]): readonly NodeUnit[] {
  return terminals.flatMap(({ terminal_id, tags }) => {
    const nodeUnit = tags && parseNodeUnitTags(tags);
    return nodeUnit?.address === terminal_id ? [nodeUnit] : [];
  });
}
