import { cellOf, type NodeUnitPicture } from '@node-unit/operator';
import { useMemo, useState } from 'preact/hooks';

import { Rebalance } from '../actions/Rebalance.js';
import { useCluster } from '../cluster/ClusterContext.js';
import { NodeUnitBadge } from '../cluster/NodeUnitBadge.js';
import { type Column, Table } from '../list/Table.js';
import { linkTo } from '../route.js';
import { megabytes, percent } from '../usage/numbers.js';
import { CpuSparkline } from '../usage/CpuSparkline.js';
import type { Words } from '../words/en.js';
import { useWords } from '../words/language.js';

/** All node-units, with a filter. */
export function NodeUnits() {
  const { nodeUnits: words } = useWords();
  const { nodeUnits } = useCluster().picture;
  const [text, setText] = useState('');
  const shown = useMemo(() => nodeUnits.filter((each) => isAbout(each, text.trim())), [nodeUnits, text]);
  return (
    <section class="card" aria-labelledby="node-units">
      <form class="bar" role="search" onSubmit={(event) => event.preventDefault()}>
        <h2 id="node-units">{words.title}</h2>
        <input
          type="search"
          aria-label={words.filter}
          placeholder={words.filter}
          value={text}
          onInput={({ currentTarget }) => setText(currentTarget.value)}
        />
      </form>
      <Table
        label={words.title}
        columns={columnsOf(words)}
        rows={shown}
        keyOf={({ address }) => address}
        empty={nodeUnits.length === 0 ? words.none : words.noMatch}
      />
      <Rebalance />
    </section>
  );
}

function isAbout({ name, address, version }: NodeUnitPicture, text: string): boolean {
  return text === '' || address.startsWith(text) || `${name} ${version}`.toLowerCase().includes(text.toLowerCase());
}

function columnsOf(words: Words['nodeUnits']): readonly Column<NodeUnitPicture>[] {
  const link = ({ name, address }: NodeUnitPicture) => (
    <a href={linkTo({ page: 'nodeUnit', address })} title={address}>
      {cellOf(name)}
    </a>
  );
  return [
    { head: words.name, width: '2fr', cell: link },
    { head: words.state, width: '7rem', cell: (nodeUnit) => <NodeUnitBadge nodeUnit={nodeUnit} /> },
    { head: words.deployments, width: '7rem', cell: ({ deployments }) => deployments },
    { head: words.cpu, width: '3.5rem', cell: ({ nodeUnit }) => percent(nodeUnit?.resourceUsage?.cpuPercent) },
    { head: words.memory, width: '4.5rem', cell: ({ nodeUnit }) => megabytes(nodeUnit?.resourceUsage?.memoryMb) },
    { head: words.history, width: '6rem', cell: ({ address }) => <CpuSparkline address={address} /> },
    { head: words.policy, width: '2fr', cell: ({ policy }) => cellOf(policy) },
  ];
}
