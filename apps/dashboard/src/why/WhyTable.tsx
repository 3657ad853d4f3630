import { type Answer, cellOf, harmless, reasonOf, type Why } from '@node-unit/operator';
import { useEffect, useState } from 'preact/hooks';

import { useCluster } from '../cluster/ClusterContext.js';
import { type Column, Table } from '../list/Table.js';
import type { Words } from '../words/en.js';
import { useWords } from '../words/language.js';

/** Asks every node-unit why it may or may not claim a deployment. */
export function WhyTable({ id }: { readonly id: string }) {
  const { why: words } = useWords();
  const { operator } = useCluster();
  const [question, setQuestion] = useState(0);
  const [result, setResult] = useState<Why | Error>();
  useEffect(() => {
    let isAsked = true;
    const answer = (value: Why | Error): void => void (isAsked && setResult(value));
    operator
      .why(id)
      .then(answer, (error: unknown) => answer(error instanceof Error ? error : new Error(String(error))));
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
  const verdicts = disagreements.length === 0 ? [words.agree] : disagreements;
  return (
    <>
      <Table
        label={words.title}
        columns={columnsOf(words, names)}
        rows={answers}
        keyOf={({ address }) => address}
        empty={words.none}
      />
      {answers.length > 0 && verdicts.map((text) => <p key={text}>{cellOf(text)}</p>)}
    </>
  );
}

function columnsOf(words: Words['why'], names: ReadonlyMap<string, string>): readonly Column<Answer>[] {
  return [
    { head: words.nodeUnit, width: '2fr', cell: ({ nodeUnit }) => cellOf(nodeUnit) },
    { head: words.mayClaim, width: '6rem', cell: (answer) => mayClaim(answer, words) },
    {
      head: words.reason,
      width: '5fr',
      cell: (answer) => <Reason text={cellOf(reasonOf(answer, names))} />,
    },
  ];
}

function Reason({ text }: { readonly text: string }) {
  return <span title={text}>{text}</span>;
}

function mayClaim(answer: Answer, words: Words['why']): string {
  if (answer.kind !== 'explained') return words.unknown;
  return answer.record.eligible ? words.yes : words.no;
}
