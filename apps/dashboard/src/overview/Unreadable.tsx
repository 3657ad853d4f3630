import { cellOf } from '@node-unit/operator';

import { useCluster } from '../cluster/ClusterContext.js';
import { useWords } from '../words/language.js';

const SHOWN = 20;

/** Rows that nobody can run, because they cannot be read. */
export function Unreadable() {
  const { deployments: words } = useWords();
  const { invalid } = useCluster().picture;
  if (invalid.size === 0) return null;
  return (
    <details class="notice warning">
      <summary>{`${words.unreadable}: ${invalid.size}`}</summary>
      <ul>
        {[...invalid].slice(0, SHOWN).map(([id, reason]) => (
          <li key={id}>
            <code>{id}</code> {cellOf(reason)}
          </li>
        ))}
      </ul>
    </details>
  );
}
