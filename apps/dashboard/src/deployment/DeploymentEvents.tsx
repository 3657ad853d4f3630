import type { EventPicture } from '@node-unit/operator';
import { useEffect, useMemo, useState } from 'preact/hooks';

import { useCluster } from '../cluster/ClusterContext.js';
import { EventList } from '../cluster/EventList.js';
import { useWords } from '../words/language.js';

const MOST = 200;

/** What has happened to a deployment: what is kept, and what comes. */
export function DeploymentEvents({ id }: { readonly id: string }) {
  const { deployment: words } = useWords();
  const { operator, picture } = useCluster();
  const [kept, setKept] = useState<readonly EventPicture[]>([]);
  useEffect(() => {
    let isAsked = true;
    // Those that come by themselves are shown, whether the older ones can be read or not.
    operator.events({ deploymentIds: [id], limit: MOST }).then(
      (events) => void (isAsked && setKept(events)),
      () => undefined,
    );
    return () => void (isAsked = false);
  }, [operator, id]);
  const events = useMemo(() => newestFirst(picture.events, kept, id), [picture.events, kept, id]);
  return (
    <section class="card" aria-labelledby="events">
      <h2 id="events">{words.events}</h2>
      <EventList events={events} label={words.events} />
    </section>
  );
}

function newestFirst(
  pushed: readonly EventPicture[],
  kept: readonly EventPicture[],
  id: string,
): readonly EventPicture[] {
  const own = pushed.filter(({ event }) => event.deploymentId === id);
  const byId = new Map([...kept, ...own].map((each) => [each.event.id, each]));
  return [...byId.values()].sort((a, b) => b.event.id - a.event.id);
}
