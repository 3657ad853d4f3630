import { type DeploymentPicture, cellOf } from '@node-unit/operator';
import { useMemo, useState } from 'preact/hooks';

import { useCluster } from '../cluster/ClusterContext.js';
import { DeploymentLink } from '../cluster/DeploymentTable.js';
import { filterDeployments } from '../cluster/phases.js';
import { WhyTable } from '../why/WhyTable.js';
import { useWords } from '../words/language.js';

const SHOWN = 20;

/** What nobody has, and why. */
export function Unassigned() {
  const { unassigned: words } = useWords();
  const { deployments } = useCluster().picture;
  const all = useMemo(() => filterDeployments(deployments, { text: '', phase: 'unassigned' }), [deployments]);
  return (
    <section class="card" aria-labelledby="unassigned">
      <h2 id="unassigned">{words.title}</h2>
      {all.length === 0 && <p class="empty">{words.none}</p>}
      {all.slice(0, SHOWN).map((deployment) => (
        <Reasoned key={deployment.id} deployment={deployment} />
      ))}
      {all.length > SHOWN && <p>{words.more(all.length - SHOWN)}</p>}
    </section>
  );
}

/** The node-units are asked when the user wants to know. */
function Reasoned({ deployment: { id, label, reason } }: { readonly deployment: DeploymentPicture }) {
  const words = useWords();
  const [isOpen, setOpen] = useState(false);
  return (
    <details onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>
        <DeploymentLink id={id} label={label} />{' '}
        <span class="why">{reason === '' ? words.why.title : cellOf(reason)}</span>
      </summary>
      {isOpen && <WhyTable id={id} />}
    </details>
  );
}
