import { ageOf, cellOf, type EventPicture } from '@node-unit/operator';

import { VirtualRows } from '../list/VirtualRows.js';
import { useWords } from '../words/language.js';
import { useCluster } from './ClusterContext.js';
import { DeploymentLink } from './DeploymentTable.js';

const ROW_HEIGHT = 28;

interface Props {
  readonly events: readonly EventPicture[];
  readonly label: string;
}

export function EventList({ events, label }: Props) {
  const { activity: words } = useWords();
  const { nowMs } = useCluster();
  if (events.length === 0) return <p class="empty">{words.none}</p>;
  return (
    <VirtualRows
      rows={events}
      rowHeight={ROW_HEIGHT}
      keyOf={({ event }) => String(event.id)}
      label={label}
      role="list"
      render={(event) => <EventRow event={event} nowMs={nowMs} />}
    />
  );
}

function EventRow({ event: { event, label, text }, nowMs }: { readonly event: EventPicture; readonly nowMs: number }) {
  return (
    <div class="event" role="listitem" title={`${event.occurredAt} ${cellOf(text)}`}>
      <time dateTime={event.occurredAt}>{ageOf(event.occurredAt, nowMs)}</time>
      {label !== '' && <DeploymentLink id={event.deploymentId} label={label} />}
      <span>{cellOf(text)}</span>
    </div>
  );
}
