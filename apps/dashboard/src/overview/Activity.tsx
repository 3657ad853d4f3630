import { useCluster } from '../cluster/ClusterContext.js';
import { EventList } from '../cluster/EventList.js';
import { useWords } from '../words/language.js';

/** What happens in the cluster, newest first. */
export function Activity() {
  const { activity: words } = useWords();
  const { events } = useCluster().picture;
  return (
    <section class="card" aria-labelledby="activity">
      <h2 id="activity">{words.title}</h2>
      <EventList events={events} label={words.title} />
    </section>
  );
}
