import type { ClusterPicture } from '@node-unit/operator';
import { useState } from 'preact/hooks';

import { UsageHistory } from '../usage/UsageHistory.js';

/** What the node-units have used since the page was opened. */
export function useUsageHistory(picture: ClusterPicture | undefined): UsageHistory {
  const [history] = useState(() => new UsageHistory());
  const nodeUnits = picture?.nodeUnits ?? [];
  for (const nodeUnit of nodeUnits) history.add(nodeUnit, Date.now());
  if (nodeUnits.length > 0) history.keep(new Set(nodeUnits.map(({ address }) => address)));
  return history;
}
