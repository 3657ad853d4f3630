import { roundsOf } from '../roundsOf.js';
import type { Chart } from './Chart.js';
import { interventions, timeAxis } from './Chart.js';

/** Pixels. */
const ROOM_FOR_NAMES = 190;

/** When each node-unit claimed. */
export const claimsChart: Chart = {
  name: 'claims',
  option: (context) => {
    const { evidence, labels } = context;
    const rounds = roundsOf(evidence).filter(({ claimed }) => claimed);
    if (rounds.length === 0) return undefined;
    const series = labels.nodeUnits.map((name, index) => ({
      type: 'scatter' as const,
      name,
      symbolSize: 9,
      ...(index === 0 && { markLine: interventions(context) }),
      data: rounds.filter(({ nodeUnit }) => nodeUnit === name).map(({ atMs }) => [atMs / 1_000, name]),
    }));
    const yAxis = { type: 'category' as const, data: [...labels.nodeUnits] };
    return { xAxis: timeAxis(context), yAxis, series, grid: { left: ROOM_FOR_NAMES } };
  },
};
