import type { DeploymentPicture } from '@node-unit/operator';
import { useState } from 'preact/hooks';

import { useAction } from '../actions/useActions.js';
import { useCluster } from '../cluster/ClusterContext.js';
import { useWords } from '../words/language.js';

/** For each copy. */
const TIMEOUT_MS = 180_000;

/** Rolls another version out over all copies of a deployment, or the last one back. */
export function VersionForm({ deployment: { id, deployment } }: { readonly deployment: DeploymentPicture }) {
  const { actions: words } = useWords();
  const { operator } = useCluster();
  const { follow } = useAction();
  const [version, setVersion] = useState('');
  const subject = deployment.name || id;
  const start = (title: string, to: string | undefined): void =>
    follow(`${title} ${subject}`, operator.rollOut({ deployment: subject, version: to, timeoutMs: TIMEOUT_MS }));
  const submit = (event: Event): void => {
    event.preventDefault();
    if (version.trim() !== '') start(words.rollOut, version.trim());
  };
  return (
    <form class="bar" onSubmit={submit}>
      <input
        aria-label={words.newVersion}
        placeholder={words.newVersion}
        value={version}
        onInput={({ currentTarget }) => setVersion(currentTarget.value)}
      />
      <button type="submit">{words.rollOut}</button>
      <button type="button" disabled={deployment.previousVersion === ''} onClick={() => start(words.undo, undefined)}>
        {words.undo}
      </button>
    </form>
  );
}
