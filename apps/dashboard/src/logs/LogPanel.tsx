import type { DeploymentPicture } from '@node-unit/operator';
import { useMemo, useState } from 'preact/hooks';

import { VirtualRows } from '../list/VirtualRows.js';
import { useWords } from '../words/language.js';
import { LogControls, type LogSettings } from './LogControls.js';
import { type LogLine, searchLines } from './LogLines.js';
import { useLogs } from './useLogs.js';

const ROW_HEIGHT = 19;

/** The output of a deployment: followed, searched, and never taken for anything but text. */
export function LogPanel({ deployment }: { readonly deployment: DeploymentPicture }) {
  const { logs: words } = useWords();
  const [settings, setSettings] = useState<LogSettings>({ run: 'all', stream: undefined, search: '', follow: true });
  const { lines, dropped } = useLogs(deployment, settings);
  const shown = useMemo(() => searchLines(lines, settings.search), [lines, settings.search]);
  const { address, type } = deployment.deployment;
  const nothing =
    address === '' && type !== 'daemon' ? words.noHolder : lines.length === 0 ? words.none : words.noMatch;
  return (
    <section class="card tall" aria-labelledby="logs">
      <LogControls settings={settings} onSettings={setSettings} />
      {dropped > 0 && <p class="empty">{words.dropped(dropped)}</p>}
      {shown.length === 0 ? (
        <p class="empty">{nothing}</p>
      ) : (
        <div class="log">
          <VirtualRows
            rows={shown}
            rowHeight={ROW_HEIGHT}
            keyOf={({ id }) => String(id)}
            label={words.title}
            role="log"
            atEnd={settings.follow}
            onScrolledUp={() => setSettings((before) => ({ ...before, follow: false }))}
            render={(line) => <Line line={line} search={settings.search} />}
          />
        </div>
      )}
    </section>
  );
}

function Line({ line: { kind, timeMs, text }, search }: { readonly line: LogLine; readonly search: string }) {
  const time = timeMs === undefined ? '' : new Date(timeMs).toISOString();
  return (
    <div class={`line ${kind}`}>
      <time dateTime={time}>{time.slice(11, 23)}</time>
      <span>
        <Marked text={text} search={search} />
      </span>
    </div>
  );
}

/** The first place where the text is found is marked. */
function Marked({ text, search }: { readonly text: string; readonly search: string }) {
  const at = search === '' ? -1 : text.toLowerCase().indexOf(search.toLowerCase());
  if (at < 0) return <>{text}</>;
  return (
    <>
      {text.slice(0, at)}
      <mark>{text.slice(at, at + search.length)}</mark>
      {text.slice(at + search.length)}
    </>
  );
}
