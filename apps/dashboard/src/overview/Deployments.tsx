import type { DeploymentPhase } from '@node-unit/operator';
import { useMemo, useState } from 'preact/hooks';

import { useCluster } from '../cluster/ClusterContext.js';
import { DeploymentTable } from '../cluster/DeploymentTable.js';
import { type DeploymentFilter, filterDeployments, PHASES } from '../cluster/phases.js';
import { linkTo } from '../route.js';
import { useWords } from '../words/language.js';
import { Unreadable } from './Unreadable.js';

/** All deployments, with a filter. */
export function Deployments() {
  const { deployments: words } = useWords();
  const { deployments } = useCluster().picture;
  const [filter, setFilter] = useState<DeploymentFilter>({ text: '', phase: '' });
  const shown = useMemo(() => filterDeployments(deployments, filter), [deployments, filter]);
  const open = (event: Event): void => {
    event.preventDefault();
    const [only] = shown;
    if (only && shown.length === 1) location.hash = linkTo({ page: 'deployment', id: only.id });
  };
  return (
    <section class="card tall" aria-labelledby="deployments">
      <form class="bar" role="search" onSubmit={open}>
        <h2 id="deployments">{words.title}</h2>
        <span class="count" role="status">
          {words.count(shown.length, deployments.length)}
        </span>
        <FilterFields filter={filter} onFilter={setFilter} />
      </form>
      <Unreadable />
      <DeploymentTable deployments={shown} empty={deployments.length === 0 ? words.none : words.noMatch} />
    </section>
  );
}

interface FieldsProps {
  readonly filter: DeploymentFilter;
  readonly onFilter: (filter: DeploymentFilter) => void;
}

function FilterFields({ filter, onFilter }: FieldsProps) {
  const { deployments: words, phases } = useWords();
  return (
    <>
      <input
        type="search"
        aria-label={words.filter}
        placeholder={words.filter}
        value={filter.text}
        onInput={({ currentTarget }) => onFilter({ ...filter, text: currentTarget.value })}
      />
      <select
        aria-label={words.phase}
        value={filter.phase}
        onChange={({ currentTarget }) => onFilter({ ...filter, phase: currentTarget.value as DeploymentPhase | '' })}
      >
        <option value="">{words.all}</option>
        {PHASES.map((phase) => (
          <option key={phase} value={phase}>
            {phases[phase]}
          </option>
        ))}
      </select>
    </>
  );
}
