import { messageOf } from '@node-unit/basics';
import type { Operation, OperationResult } from '@node-unit/deployment';
import type { ActionStep, Operator } from '@node-unit/operator';
import { createContext } from 'preact';
import { useContext, useMemo, useReducer } from 'preact/hooks';
import type { Observable } from 'rxjs';

import { type ActionReport, NO_REPORTS, reduceReports } from './ActionReport.js';

/** What the user has done on this page, and how it goes. */
export interface Actions {
  readonly reports: readonly ActionReport[];
  /** Asks the storage for one change. */
  readonly operate: (title: string, operation: Operation) => void;
  /** Follows an action of several steps. */
  readonly follow: (title: string, steps$: Observable<ActionStep>) => void;
  /** Stops following one, or forgets one that has ended. */
  readonly dismiss: (id: number) => void;
}

/** The actions of an operator; what is followed goes on when the user looks at another part. */
export function useActions(operator: Operator): Actions {
  const [reports, dispatch] = useReducer(reduceReports, NO_REPORTS);
  const commands = useMemo(() => createCommands(operator, dispatch), [operator]);
  return { reports, ...commands };
}

/** Reports outlive the operator that they were begun with. */
let nextId = 1;

type Dispatch = (change: Parameters<typeof reduceReports>[1]) => void;

function createCommands(operator: Operator, dispatch: Dispatch): Omit<Actions, 'reports'> {
  const stops = new Map<number, () => void>();
  const begin = (title: string): number => {
    const id = nextId;
    nextId += 1;
    dispatch({ kind: 'begun', id, title });
    return id;
  };
  const fail = (id: number, error: unknown): void => dispatch({ kind: 'failed', id, reason: messageOf(error) });
  return {
    operate: (title, operation) => {
      const id = begin(title);
      operator.operate(operation).then(
        ({ differences }: OperationResult) => dispatch({ kind: 'done', id, differences }),
        (error: unknown) => fail(id, error),
      );
    },
    follow: (title, steps$) => {
      const id = begin(title);
      const subscription = steps$.subscribe({
        next: (step) => dispatch({ kind: 'step', id, step }),
        error: (error: unknown) => fail(id, error),
        complete: () => dispatch({ kind: 'done', id }),
      });
      stops.set(id, () => subscription.unsubscribe());
    },
    dismiss: (id) => {
      stops.get(id)?.();
      stops.delete(id);
      dispatch({ kind: 'dismissed', id });
    },
  };
}

export const ActionsContext = createContext<Actions | undefined>(undefined);

/** @throws Error outside of a connected page */
export function useAction(): Actions {
  const actions = useContext(ActionsContext);
  if (actions === undefined) throw new Error('this part is shown before there is a cluster');
  return actions;
}
