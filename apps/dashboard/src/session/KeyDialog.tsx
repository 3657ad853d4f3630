import { messageOf } from '@node-unit/basics';
import { useEffect, useRef, useState } from 'preact/hooks';

import { useWords } from '../words/language.js';
import { SecretField } from './SecretField.js';
import { readKey, type Session } from './Session.js';

interface Props {
  readonly session: Session;
  readonly onSession: (session: Session) => void;
  readonly onClose: () => void;
}

/** Takes an operator key, or shows which one is used. */
export function KeyDialog({ session, onSession, onClose }: Props) {
  const words = useWords();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  const use = (operatorKey: Session['operatorKey']): void => {
    onSession({ ...session, operatorKey });
    onClose();
  };
  return (
    <dialog ref={dialog} onClose={onClose} aria-labelledby="key-title">
      <h1 id="key-title">{words.key.title}</h1>
      {session.operatorKey ? (
        <>
          <p>
            {words.key.publicKey}: <code>{session.operatorKey.publicKey}</code>
          </p>
          <p>{words.key.allow}</p>
          <button type="button" onClick={() => use(undefined)}>
            {words.key.forget}
          </button>
        </>
      ) : (
        <KeyForm onKey={use} />
      )}
      <button type="button" class="quiet" onClick={onClose}>
        {words.close}
      </button>
    </dialog>
  );
}

function KeyForm({ onKey }: { readonly onKey: (key: Session['operatorKey']) => void }) {
  const { key: words } = useWords();
  const [text, setText] = useState('');
  const [fault, setFault] = useState('');
  const submit = (event: Event): void => {
    event.preventDefault();
    try {
      onKey(readKey(text));
    } catch (error) {
      setFault(`${words.invalid}: ${messageOf(error)}`);
    }
  };
  return (
    <form onSubmit={submit}>
      <p id="key-help">{words.help}</p>
      <SecretField label={words.label} name="operator-key" helpId="key-help" value={text} onValue={setText} />
      {fault !== '' && (
        <p class="fault" role="alert">
          {fault}
        </p>
      )}
      <button type="submit" class="primary">
        {words.use}
      </button>
    </form>
  );
}
