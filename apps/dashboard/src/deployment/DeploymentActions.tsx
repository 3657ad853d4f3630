import type { DeploymentPicture } from '@node-unit/operator';

import { Guarded } from '../actions/Guarded.js';
import { useAction } from '../actions/useActions.js';
import { useWords } from '../words/language.js';
import { CopiesForm } from './CopiesForm.js';
import { VersionForm } from './VersionForm.js';

/** What can be done to a deployment. */
export function DeploymentActions({ deployment }: { readonly deployment: DeploymentPicture }) {
  const { actions: words } = useWords();
  return (
    <section class="card" aria-labelledby="actions">
      <h2 id="actions">{words.title}</h2>
      <Guarded>
        <Buttons deployment={deployment} />
        <VersionForm deployment={deployment} />
        {deployment.deployment.name !== '' && <CopiesForm deployment={deployment} />}
      </Guarded>
    </section>
  );
}

function Buttons({ deployment: { id, label, deployment } }: { readonly deployment: DeploymentPicture }) {
  const { actions: words } = useWords();
  const { operate } = useAction();
  const deploymentIds = [id];
  const toggle = deployment.enabled ? words.disable : words.enable;
  const remove = (): void => {
    if (confirm(words.removeConfirm(label))) operate(`${words.remove} ${label}`, { kind: 'remove', deploymentIds });
  };
  return (
    <div class="bar">
      <button
        type="button"
        onClick={() => operate(`${words.restart} ${label}`, { kind: 'restart', deploymentIds, reason: '' })}
      >
        {words.restart}
      </button>
      <button
        type="button"
        onClick={() =>
          operate(`${toggle} ${label}`, { kind: 'setEnabled', deploymentIds, enabled: !deployment.enabled })
        }
      >
        {toggle}
      </button>
      <button type="button" class="danger" onClick={remove}>
        {words.remove}
      </button>
    </div>
  );
}
