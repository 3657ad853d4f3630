import { ageOf, cellOf, type DeploymentPicture } from '@node-unit/operator';

import { type Column, Table } from '../list/Table.js';
import { linkTo } from '../route.js';
import type { Words } from '../words/en.js';
import { useWords } from '../words/language.js';
import { useCluster } from './ClusterContext.js';
import { PhaseBadge } from './PhaseBadge.js';

interface Props {
  readonly deployments: readonly DeploymentPicture[];
  readonly empty: string;
}

export function DeploymentTable({ deployments, empty }: Props) {
  const { deployments: words } = useWords();
  const { nowMs } = useCluster();
  return (
    <Table
      label={words.title}
      columns={columnsOf(words, nowMs)}
      rows={deployments}
      keyOf={({ id }) => id}
      empty={empty}
    />
  );
}

function columnsOf(words: Words['deployments'], nowMs: number): readonly Column<DeploymentPicture>[] {
  return [
    { head: words.name, width: '3fr', cell: ({ id, label }) => <DeploymentLink id={id} label={label} /> },
    { head: words.state, width: '8.5rem', cell: StateCell },
    { head: words.nodeUnit, width: '2fr', cell: NodeUnitCell },
    { head: words.restarts, width: '5rem', cell: ({ status }) => status?.restarts ?? '' },
    {
      head: words.package,
      width: '3fr',
      cell: ({ deployment: { packageName, packageVersion } }) => cellOf(`${packageName}@${packageVersion}`),
    },
    {
      head: words.since,
      width: '4rem',
      cell: ({ status, deployment }) => ageOf(status?.since ?? deployment.updatedAt, nowMs),
    },
  ];
}

function StateCell({ phase, reason, status }: DeploymentPicture) {
  const why = cellOf([status?.handOver, reason].filter(Boolean).join('; '));
  return (
    <span title={why}>
      <PhaseBadge phase={phase} />
    </span>
  );
}

function NodeUnitCell({ nodeUnit, deployment: { address } }: DeploymentPicture) {
  return address === '' ? '–' : <a href={linkTo({ page: 'nodeUnit', address })}>{cellOf(nodeUnit)}</a>;
}

export function DeploymentLink({ id, label }: Pick<DeploymentPicture, 'id' | 'label'>) {
  return (
    <a href={linkTo({ page: 'deployment', id })} title={id}>
      {cellOf(label)}
    </a>
  );
}
