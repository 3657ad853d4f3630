import type { NodeUnitPicture } from '@node-unit/operator';
import { useState } from 'preact/hooks';

import { Guarded } from '../actions/Guarded.js';
import { useAction } from '../actions/useActions.js';
import { useCluster } from '../cluster/ClusterContext.js';
import { useWords } from '../words/language.js';

const TIMEOUT_MS = 3_600_000;

/** Drains a node-unit, or lets it claim again. */
export function DrainForm({ nodeUnit: { name, address, drained } }: { readonly nodeUnit: NodeUnitPicture }) {
  const { actions: words } = useWords();
  const { operator } = useCluster();
  const { operate, follow } = useAction();
  const [reason, setReason] = useState('');
  const submit = (event: Event): void => {
    event.preventDefault();
    follow(`${words.drain} ${name}`, operator.drain({ nodeUnit: address, reason, timeoutMs: TIMEOUT_MS }));
  };
  return (
    <section class="card" aria-labelledby="actions">
      <h2 id="actions">{words.title}</h2>
      <Guarded>
        {drained ? (
          <button type="button" onClick={() => operate(`${words.undrain} ${name}`, { kind: 'undrain', address })}>
            {words.undrain}
          </button>
        ) : (
          <form class="bar" onSubmit={submit}>
            <input
              aria-label={words.reason}
              placeholder={words.reason}
              maxLength={500}
              value={reason}
              onInput={({ currentTarget }) => setReason(currentTarget.value)}
            />
            <button type="submit">{words.drain}</button>
          </form>
        )}
      </Guarded>
    </section>
  );
}
