import { type ClusterPicture, harmless } from '@node-unit/operator';

import { useWords } from '../words/language.js';

/** Says why the page is not current; nothing if it is. */
export function ConnectionNotice({ picture: { connection, tables } }: { readonly picture: ClusterPicture }) {
  const { connection: words } = useWords();
  if ('reason' in connection && connection.reason !== '') {
    return (
      <p class="notice fault" role="alert">
        {`${words.disconnected}: ${harmless(connection.reason)}. ${words.tryingAgain}`}
      </p>
    );
  }
  if (connection.state !== 'connected' || !('reason' in tables)) return null;
  return <p class="notice warning" role="status">{`${words.stale}: ${harmless(tables.reason)}`}</p>;
}
