import { useCluster } from '../cluster/ClusterContext.js';
import { sparkline } from './sparkline.js';

const WIDTH = 96;
const HEIGHT = 22;
const LATEST = 60;

/** What a node-unit has used lately, for the eye alone: the numbers stand beside it. */
export function CpuSparkline({ address }: { readonly address: string }) {
  const values = useCluster()
    .history.of(address)
    .slice(-LATEST)
    .map(({ cpuPercent }) => cpuPercent);
  return (
    <svg class="spark" width={WIDTH} height={HEIGHT} aria-hidden="true">
      <polyline points={sparkline(values, { width: WIDTH, height: HEIGHT - 2, most: 10 })} />
    </svg>
  );
}
