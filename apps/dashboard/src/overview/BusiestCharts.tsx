import { cellOf } from '@node-unit/operator';

import { useCluster } from '../cluster/ClusterContext.js';
import { busiest } from '../usage/busiest.js';
import { UsageChart } from '../usage/UsageChart.js';
import { useWords } from '../words/language.js';

const MOST_LINES = 8;

/** What the node-units use, over time. */
export function BusiestCharts() {
  const { charts: words } = useWords();
  const { picture, history } = useCluster();
  const chosen = busiest(picture.nodeUnits, MOST_LINES);
  const lines = chosen.map(({ name, address }) => ({ name: cellOf(name), samples: history.of(address) }));
  const { length: all } = picture.nodeUnits;
  const which = chosen.length === MOST_LINES && all > MOST_LINES ? words.busiest(chosen.length, all) : words.since;
  return (
    <section class="card charts" aria-label={`${words.cpu}; ${words.memory}`}>
      <UsageChart title={words.cpu} note={which} lines={lines} value={({ cpuPercent }) => cpuPercent} />
      <UsageChart title={words.memory} note={which} lines={lines} value={({ memoryMb }) => memoryMb} />
    </section>
  );
}
