import type { ComponentChildren } from 'preact';

import { useCluster } from '../cluster/ClusterContext.js';
import { useWords } from '../words/language.js';

/** Actions, which need an operator key. */
export function Guarded({ children }: { readonly children: ComponentChildren }) {
  const { key: words } = useWords();
  const { mayChange } = useCluster();
  return (
    <>
      {!mayChange && <p class="empty">{words.needed}</p>}
      <fieldset disabled={!mayChange}>{children}</fieldset>
    </>
  );
}
