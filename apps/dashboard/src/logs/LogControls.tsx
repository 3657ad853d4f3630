import { useWords } from '../words/language.js';
import type { LogChoice } from './useLogs.js';

/** How the output is shown. */
export interface LogSettings extends LogChoice {
  readonly search: string;
  /** Whether the latest line stays in sight. */
  readonly follow: boolean;
}

interface Props {
  readonly settings: LogSettings;
  readonly onSettings: (settings: LogSettings) => void;
}

export function LogControls({ settings, onSettings }: Props) {
  const { logs: words } = useWords();
  return (
    <form class="bar" onSubmit={(event) => event.preventDefault()}>
      <h2 id="logs">{words.title}</h2>
      <label>
        <input
          type="checkbox"
          checked={settings.follow}
          onChange={({ currentTarget }) => onSettings({ ...settings, follow: currentTarget.checked })}
        />{' '}
        {words.follow}
      </label>
      <input
        type="search"
        aria-label={words.search}
        placeholder={words.search}
        value={settings.search}
        onInput={({ currentTarget }) => onSettings({ ...settings, search: currentTarget.value })}
      />
      <Choices settings={settings} onSettings={onSettings} />
    </form>
  );
}

function Choices({ settings, onSettings }: Props) {
  const { logs: words } = useWords();
  return (
    <>
      <select
        aria-label={words.run}
        value={settings.run}
        onChange={({ currentTarget }) => onSettings({ ...settings, run: currentTarget.value as LogSettings['run'] })}
      >
        <option value="all">{words.all}</option>
        <option value="current">{words.current}</option>
        <option value="previous">{words.previous}</option>
      </select>
      <select
        aria-label={words.stream}
        value={settings.stream ?? ''}
        onChange={({ currentTarget }) =>
          onSettings({ ...settings, stream: (currentTarget.value || undefined) as LogSettings['stream'] })
        }
      >
        <option value="">{words.both}</option>
        <option value="stdout">stdout</option>
        <option value="stderr">stderr</option>
      </select>
    </>
  );
}
