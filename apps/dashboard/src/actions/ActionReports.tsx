import type { DeploymentDifference } from '@node-unit/deployment';
import { cellOf } from '@node-unit/operator';
import { useEffect } from 'preact/hooks';

import { useWords } from '../words/language.js';
import type { Words } from '../words/en.js';
import type { ActionReport } from './ActionReport.js';
import type { Actions } from './useActions.js';

const SHOWN_STEPS = 6;
/** How long a success stays in sight. */
const SUCCESS_MS = 8_000;

/** What the user has done, at the edge of the page. */
export function ActionReports({ actions }: { readonly actions: Actions }) {
  return (
    <div class="reports" role="status" aria-live="polite">
      {actions.reports.map((report) => (
        <Report key={report.id} report={report} onDismiss={() => actions.dismiss(report.id)} />
      ))}
    </div>
  );
}

function Report({ report, onDismiss }: { readonly report: ActionReport; readonly onDismiss: () => void }) {
  const words = useWords();
  const { title, state, steps, reason, differences = [] } = report;
  useEffect(() => {
    if (state !== 'done') return undefined;
    const timer = setTimeout(onDismiss, SUCCESS_MS);
    return () => clearTimeout(timer);
  }, [state]);
  return (
    <section class={`report ${state}`}>
      <strong>{cellOf(title)}</strong>
      <ul>
        {steps.slice(-SHOWN_STEPS).map(({ label, text }, index) => (
          <li key={index}>{cellOf([label, text].filter(Boolean).join(': '))}</li>
        ))}
        {differences.slice(0, SHOWN_STEPS).map((difference) => (
          <li key={difference.deploymentId}>{cellOf(tell(difference, words))}</li>
        ))}
      </ul>
      <p>{outcomeOf(state, reason, words)}</p>
      <button type="button" class="quiet" onClick={onDismiss}>
        {state === 'working' && steps.length > 0 ? words.actions.stopWatching : words.close}
      </button>
    </section>
  );
}

function outcomeOf(state: ActionReport['state'], reason: string, { actions }: Words): string {
  if (state === 'failed') return `${actions.failed}: ${cellOf(reason)}`;
  return state === 'done' ? actions.done : actions.working;
}

function tell(difference: DeploymentDifference, { actions }: Words): string {
  const { action, name, replica, deploymentId, fields } = difference;
  const label = name === '' ? deploymentId.slice(0, 8) : `${name}/${replica}`;
  switch (action) {
    case 'add':
      return actions.added(label);
    case 'remove':
      return actions.removed(label);
    case 'none':
      return `${label}: ${actions.nothing}`;
    case 'change':
      return actions.changed(
        label,
        fields.map(({ field, before, after }) => `${field} ${before || '–'} → ${after || '–'}`).join(', '),
      );
  }
}
