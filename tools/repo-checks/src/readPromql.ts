import type { SyntaxNode } from '@lezer/common';
import { parser } from '@prometheus-io/lezer-promql';

/** A series that an expression selects, with the labels that it names. */
export interface Selected {
  readonly name: string;
  readonly labels: readonly string[];
}

/** What an expression of PromQL names. */
export interface PromqlNames {
  /** Parts that the grammar does not know. */
  readonly faults: readonly string[];
  readonly selected: readonly Selected[];
  /** The labels by which it groups. */
  readonly grouping: readonly string[];
}

/** Reads an expression by the grammar of Prometheus. Pure. */
export function readPromql(expression: string): PromqlNames {
  const textOf = ({ from, to }: { readonly from: number; readonly to: number }): string => expression.slice(from, to);
  const faults: string[] = [];
  const selected: Selected[] = [];
  const grouping: string[] = [];
  parser.parse(expression).iterate({
    enter: ({ type, node, from }) => {
      if (type.isError) faults.push(`at ${from}: ${JSON.stringify(expression.slice(from, from + 20))}`);
      if (type.name === 'VectorSelector') {
        const name = node.getChild('Identifier');
        selected.push({ name: name ? textOf(name) : '', labels: below(node, 'LabelName').map(textOf) });
      }
      if (type.name === 'GroupingLabels') grouping.push(...below(node, 'LabelName').map(textOf));
    },
  });
  return { faults, selected, grouping };
}

function below(node: SyntaxNode, name: string): readonly SyntaxNode[] {
  const found: SyntaxNode[] = [];
  node.cursor().iterate((each) => {
    if (each.name === name) found.push(each.node);
  });
  return found;
}
