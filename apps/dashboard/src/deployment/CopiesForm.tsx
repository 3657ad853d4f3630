import type { DeploymentPicture } from '@node-unit/operator';
import { useState } from 'preact/hooks';

import { useAction } from '../actions/useActions.js';
import { useCluster } from '../cluster/ClusterContext.js';
import { useWords } from '../words/language.js';

/** Changes how many copies there are of a deployment. */
export function CopiesForm({ deployment: { deployment } }: { readonly deployment: DeploymentPicture }) {
  const { actions: words } = useWords();
  const { picture } = useCluster();
  const { operate } = useAction();
  const { name } = deployment;
  const copies = picture.deployments.filter((each) => each.deployment.name === name).length;
  const [wanted, setWanted] = useState(String(copies));
  const submit = (event: Event): void => {
    event.preventDefault();
    operate(`${words.scale} ${name}`, { kind: 'scale', name, replicas: Number(wanted) });
  };
  return (
    <form class="bar" onSubmit={submit}>
      <label>
        {words.replicas}{' '}
        <input
          type="number"
          min="0"
          max="10000"
          step="1"
          required
          value={wanted}
          onInput={({ currentTarget }) => setWanted(currentTarget.value)}
        />
      </label>
      <button type="submit">{words.scale}</button>
    </form>
  );
}
