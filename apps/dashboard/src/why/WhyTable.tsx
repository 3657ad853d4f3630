import { messageOf } from '@node-unit/basics';
import { cellOf, harmless, type Why } from '@node-unit/operator';
import { useEffect, useState } from 'preact/hooks';

import { useCluster } from '../cluster/ClusterContext.js';
import { useWords } from '../words/language.js';
import { type AnswerGroup, groupAnswers } from './groupAnswers.js';

/** Asks every node-unit why it may or may not claim a deployment. */
export function WhyTable({ id }: { readonly id: string }) {
  const { why: words } = useWords();
  const { operator } = useCluster();
  const [question, setQuestion] = useState(0);
  const [result, setResult] = useState<Why | Error>();
  useEffect(() => {
    let isAsked = true;
    const answer = (value: Why | Error): void => void (isAsked && setResult(value));
    operator.why(id).then(answer, (error: unknown) => answer(new Error(messageOf(error))));
    return () => void (isAsked = false);
  }, [operator, id, question]);
  return (
    <div class="why-table">
      {result === undefined && <p role="status">{words.asking}</p>}
      {result instanceof Error && <p class="fault">{harmless(result.message)}</p>}
      {result && !(result instanceof Error) && <Answers why={result} />}
      <button type="button" class="quiet" onClick={() => setQuestion(question + 1)}>
        {words.again}
      </button>
    </div>
  );
}

function Answers({ why: { answers, disagreements } }: { readonly why: Why }) {
  const { why: words } = useWords();
  const { names } = useCluster().picture;
  if (answers.length === 0) return <p>{words.none}</p>;
  const verdicts = disagreements.length === 0 ? [words.agree] : disagreements;
  return (
    <>
      <table class="facts">
        <thead>
          <tr>
            {[words.nodeUnit, words.mayClaim, words.reason].map((head) => (
              <th key={head} scope="col">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {groupAnswers(answers, names).map((group) => (
            <GroupRow key={group.reason} group={group} />
          ))}
        </tbody>
      </table>
      {verdicts.map((text) => (
        <p key={text}>{cellOf(text)}</p>
      ))}
    </>
  );
}

const MOST_NAMED = 6;

function GroupRow({ group: { nodeUnits, mayClaim, reason } }: { readonly group: AnswerGroup }) {
  const { why: words } = useWords();
  const more = nodeUnits.length - MOST_NAMED;
  const named = nodeUnits.slice(0, MOST_NAMED).join(', ') + (more > 0 ? ` + ${more}` : '');
  return (
    <tr>
      <td>{cellOf(named)}</td>
      <td>{words[mayClaim]}</td>
      <td>{cellOf(reason)}</td>
    </tr>
  );
}
