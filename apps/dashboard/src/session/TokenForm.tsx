import { useState } from 'preact/hooks';

import { useWords } from '../words/language.js';
import { SecretField } from './SecretField.js';

interface Props {
  /** Whether the token of this tab was refused. */
  readonly isWrong: boolean;
  readonly onToken: (token: string) => void;
}

/** Asks for the token of the host. */
export function TokenForm({ isWrong, onToken }: Props) {
  const { token: words } = useWords();
  const [text, setText] = useState('');
  const submit = (event: Event): void => {
    event.preventDefault();
    if (text !== '') onToken(text);
  };
  return (
    <form class="card ask" onSubmit={submit}>
      <h1>{words.title}</h1>
      <p id="token-help">{words.help}</p>
      {isWrong && (
        <p class="fault" role="alert">
          {words.wrong}
        </p>
      )}
      <SecretField label={words.label} name="token" helpId="token-help" value={text} onValue={setText} />
      <button type="submit" class="primary">
        {words.submit}
      </button>
    </form>
  );
}
