import { messageOf } from '@node-unit/basics';
import { cellOf, harmless, type Move } from '@node-unit/operator';
import { useState } from 'preact/hooks';

import { useCluster } from '../cluster/ClusterContext.js';
import { useWords } from '../words/language.js';
import { useAction } from './useActions.js';

const MOST = 10;
const TIMEOUT_MS = 180_000;

/** Says what would be moved, and moves it if an operator wants that. */
export function Rebalance() {
  const { actions: words } = useWords();
  const { operator, mayChange } = useCluster();
  const { follow } = useAction();
  const [answer, setAnswer] = useState<readonly Move[] | Error>();
  const ask = (): void =>
    void operator.proposeMoves(MOST).then(setAnswer, (error: unknown) => setAnswer(new Error(messageOf(error))));
  const move = (): void => {
    setAnswer(undefined);
    follow(words.rebalance, operator.rebalance({ most: MOST, timeoutMs: TIMEOUT_MS }));
  };
  return (
    <details>
      <summary>{words.rebalance}</summary>
      <button type="button" onClick={ask}>
        {words.propose}
      </button>
      {answer instanceof Error && <p class="fault">{harmless(answer.message)}</p>}
      {answer && !(answer instanceof Error) && <Moves moves={answer} />}
      {Array.isArray(answer) && answer.length > 0 && (
        <button type="button" disabled={!mayChange} onClick={move}>
          {words.move(answer.length)}
        </button>
      )}
    </details>
  );
}

function Moves({ moves }: { readonly moves: readonly Move[] }) {
  const { actions: words } = useWords();
  const { deployments, names } = useCluster().picture;
  const labelOf = (id: string): string => deployments.find((each) => each.id === id)?.label ?? id;
  const nameOf = (address: string): string => names.get(address) ?? address;
  if (moves.length === 0) return <p>{words.nothingToMove}</p>;
  return (
    <ul>
      {moves.map(({ deploymentId, from, to, reason }) => (
        <li key={deploymentId}>
          {cellOf(`${labelOf(deploymentId)}: ${nameOf(from)} → ${to.map(nameOf).join(', ')} (${reason})`)}
        </li>
      ))}
    </ul>
  );
}
