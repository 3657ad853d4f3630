import { cellOf, type DeploymentPicture } from '@node-unit/operator';

import { useCluster } from '../cluster/ClusterContext.js';
import { PhaseBadge } from '../cluster/PhaseBadge.js';
import { LogPanel } from '../logs/LogPanel.js';
import { linkTo } from '../route.js';
import { WhyTable } from '../why/WhyTable.js';
import { useWords } from '../words/language.js';
import { DeploymentActions } from './DeploymentActions.js';
import { DeploymentEvents } from './DeploymentEvents.js';
import { DesiredBesideActual } from './DesiredBesideActual.js';

/** One deployment: what is wanted, what is, and what it says. */
export function DeploymentPage({ id }: { readonly id: string }) {
  const { deployment: words } = useWords();
  const { picture } = useCluster();
  const deployment = picture.deployments.find((each) => each.id === id);
  return (
    <>
      <nav>
        <a href={linkTo({ page: 'overview' })}>{`← ${words.back}`}</a>
      </nav>
      {deployment ? <Details deployment={deployment} /> : <p class="card">{words.notFound}</p>}
    </>
  );
}

function Details({ deployment }: { readonly deployment: DeploymentPicture }) {
  const { why: words } = useWords();
  const { id, label, phase, reason } = deployment;
  return (
    <>
      <h1>
        {cellOf(label)} <PhaseBadge phase={phase} />
      </h1>
      {reason !== '' && <p class="notice warning">{cellOf(reason)}</p>}
      <div class="columns">
        <div class="stack">
          <DesiredBesideActual deployment={deployment} />
          <LogPanel deployment={deployment} />
        </div>
        <div class="stack">
          <DeploymentActions deployment={deployment} />
          <section class="card" aria-labelledby="why">
            <h2 id="why">{words.title}</h2>
            <WhyTable id={id} />
          </section>
          <DeploymentEvents id={id} />
        </div>
      </div>
    </>
  );
}
