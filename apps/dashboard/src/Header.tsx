import type { OperatorConnection, TablesState } from '@node-unit/operator';
import { useState } from 'preact/hooks';

import { linkTo } from './route.js';
import { KeyDialog } from './session/KeyDialog.js';
import type { Session } from './session/Session.js';
import { useWords } from './words/language.js';

interface Props {
  readonly session: Session;
  readonly onSession: (session: Session) => void;
  readonly onLanguage: () => void;
  readonly connection: OperatorConnection | undefined;
  readonly tables: TablesState | undefined;
}

export function Header({ session, onSession, onLanguage, connection, tables }: Props) {
  const words = useWords();
  const [isOpen, setOpen] = useState(false);
  const { operatorKey } = session;
  return (
    <header>
      <a class="skip" href="#content" onClick={focusContent}>
        {words.skip}
      </a>
      <a class="brand" href={linkTo({ page: 'overview' })}>
        <img src="/icon.svg" alt="" width="24" height="24" />
        node-unit
      </a>
      <ConnectionBadge connection={connection} tables={tables} />
      <span class="spacer" />
      <button type="button" aria-haspopup="dialog" onClick={() => setOpen(true)} title={words.key.open}>
        {operatorKey ? `${words.key.operator} ${operatorKey.publicKey.slice(0, 6)}…` : words.key.readOnly}
      </button>
      <button type="button" onClick={onLanguage} title={words.languageTitle}>
        {words.language}
      </button>
      {isOpen && <KeyDialog session={session} onSession={onSession} onClose={() => setOpen(false)} />}
    </header>
  );
}

/** The link would change the route. */
function focusContent(event: Event): void {
  event.preventDefault();
  document.getElementById('content')?.focus();
}

function ConnectionBadge({ connection, tables }: Pick<Props, 'connection' | 'tables'>) {
  const { connection: words } = useWords();
  const state = shownState(connection, tables);
  return (
    <span class={`badge ${MOODS[state]}`} role="status">
      {words[state]}
    </span>
  );
}

const MOODS = { connected: 'good', connecting: 'busy', disconnected: 'bad' } as const;

/** A page that waits for its first rows is connecting to those who look at it. */
function shownState(connection: Props['connection'], tables: Props['tables']): keyof typeof MOODS {
  if (connection?.state === 'disconnected') return 'disconnected';
  return connection?.state === 'connected' && tables?.state === 'current' ? 'connected' : 'connecting';
}
