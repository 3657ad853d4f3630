import { useCluster } from '../cluster/ClusterContext.js';
import { summaryOf } from '../cluster/phases.js';
import { useWords } from '../words/language.js';
import { Activity } from './Activity.js';
import { BusiestCharts } from './BusiestCharts.js';
import { Deployments } from './Deployments.js';
import { NodeUnits } from './NodeUnits.js';
import { Unassigned } from './Unassigned.js';

/** The first page. */
export function Overview() {
  return (
    <div class="overview">
      <h1 class="unseen">node-unit</h1>
      <SummaryLine />
      <div class="columns">
        <div class="stack">
          <NodeUnits />
          <Deployments />
        </div>
        <div class="stack">
          <BusiestCharts />
          <Unassigned />
          <Activity />
        </div>
      </div>
    </div>
  );
}

function SummaryLine() {
  const { summary: words } = useWords();
  const { picture } = useCluster();
  const { online, nodeUnits, running, deployments, unassigned, troubled, disabled } = summaryOf(picture);
  return (
    <ul class="summary">
      <Fact value={`${online} / ${nodeUnits}`} text={words.nodeUnits} isBad={online < nodeUnits} />
      <Fact value={`${running} / ${deployments}`} text={words.running} isBad={false} />
      <Fact value={String(unassigned)} text={words.unassigned} isBad={unassigned > 0} />
      <Fact value={String(troubled)} text={words.troubled} isBad={troubled > 0} />
      <Fact value={String(disabled)} text={words.disabled} isBad={false} />
    </ul>
  );
}

interface FactProps {
  readonly value: string;
  readonly text: string;
  readonly isBad: boolean;
}

function Fact({ value, text, isBad }: FactProps) {
  return (
    <li class={isBad ? 'fact bad' : 'fact'}>
      <strong>{value}</strong> {text}
    </li>
  );
}
