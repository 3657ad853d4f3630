import { cellOf, type NodeUnitPicture } from '@node-unit/operator';
import { useMemo } from 'preact/hooks';

import { useCluster } from '../cluster/ClusterContext.js';
import { DeploymentTable } from '../cluster/DeploymentTable.js';
import { EventList } from '../cluster/EventList.js';
import { NodeUnitBadge } from '../cluster/NodeUnitBadge.js';
import { linkTo } from '../route.js';
import { UsageChart } from '../usage/UsageChart.js';
import { useWords } from '../words/language.js';
import { DrainForm } from './DrainForm.js';
import { NodeUnitFacts } from './NodeUnitFacts.js';

/** One node-unit: what it has, uses and runs. */
export function NodeUnitPage({ address }: { readonly address: string }) {
  const { nodeUnit: words } = useWords();
  const { picture } = useCluster();
  const nodeUnit = picture.nodeUnits.find((each) => each.address === address);
  return (
    <>
      <nav>
        <a href={linkTo({ page: 'overview' })}>{`← ${words.back}`}</a>
      </nav>
      {nodeUnit ? <Details nodeUnit={nodeUnit} /> : <p class="card">{words.notFound}</p>}
    </>
  );
}

function Details({ nodeUnit }: { readonly nodeUnit: NodeUnitPicture }) {
  return (
    <>
      <h1>
        {cellOf(nodeUnit.name)} <NodeUnitBadge nodeUnit={nodeUnit} />
      </h1>
      <div class="columns">
        <div class="stack">
          <NodeUnitFacts nodeUnit={nodeUnit} />
          <Held address={nodeUnit.address} />
        </div>
        <div class="stack">
          <DrainForm nodeUnit={nodeUnit} />
          <Charts nodeUnit={nodeUnit} />
          <Events address={nodeUnit.address} />
        </div>
      </div>
    </>
  );
}

function Held({ address }: { readonly address: string }) {
  const { deployments: words } = useWords();
  const { deployments } = useCluster().picture;
  const held = useMemo(() => deployments.filter((each) => each.deployment.address === address), [deployments, address]);
  return (
    <section class="card tall" aria-labelledby="held">
      <h2 id="held">{`${words.title} (${held.length})`}</h2>
      <DeploymentTable deployments={held} empty={words.noMatch} />
    </section>
  );
}

function Charts({ nodeUnit: { name, address } }: { readonly nodeUnit: NodeUnitPicture }) {
  const { charts: words } = useWords();
  const lines = [{ name: cellOf(name), samples: useCluster().history.of(address) }];
  return (
    <section class="card charts">
      <UsageChart title={words.cpu} note={words.since} lines={lines} value={({ cpuPercent }) => cpuPercent} />
      <UsageChart title={words.memory} note={words.since} lines={lines} value={({ memoryMb }) => memoryMb} />
    </section>
  );
}

function Events({ address }: { readonly address: string }) {
  const { deployment: words } = useWords();
  const { events } = useCluster().picture;
  const own = useMemo(
    () => events.filter(({ event }) => event.address === address || event.previousAddress === address),
    [events, address],
  );
  return (
    <section class="card" aria-labelledby="events">
      <h2 id="events">{words.events}</h2>
      <EventList events={own} label={words.events} />
    </section>
  );
}
