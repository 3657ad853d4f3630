/** One series of a scrape. */
export interface Series {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

const NAME = '[a-zA-Z_][a-zA-Z0-9_]*';
const LABELS = new RegExp(`^(?:${NAME}="(?:[^"\\\\\\n]|\\\\["\\\\n])*"(?:,|$))*$`, 'u');
const SERIES = new RegExp(`^(${NAME})(?:\\{(.*)\\})? (-?[0-9.e+-]+|[+-]Inf|NaN)$`, 'u');
const KINDS = ['counter', 'gauge', 'histogram', 'summary'];

/**
 * Reads the text format of Prometheus as strictly as it is specified.
 *
 * @throws Error that quotes the first line that is not allowed
 */
export function readExposition(text: string): readonly Series[] {
  if (!text.endsWith('\n')) throw new Error('the last line does not end');
  const kinds = new Map<string, string>();
  const seen = new Set<string>();
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('# HELP '));
  return lines.flatMap((line) => {
    if (line.startsWith('#')) {
      readType(line, kinds);
      return [];
    }
    const found = readSeries(line);
    const identity = `${found.name} ${JSON.stringify(Object.entries(found.labels).sort())}`;
    if (!belongsToType(found.name, kinds) || seen.has(identity)) throw new Error(`not allowed: ${line}`);
    seen.add(identity);
    return [found];
  });
}

function readType(line: string, kinds: Map<string, string>): void {
  const [, name = '', kind = ''] = /^# TYPE (\S+) (\S+)$/.exec(line) ?? [];
  if (kinds.has(name) || !KINDS.includes(kind)) throw new Error(`not allowed: ${line}`);
  kinds.set(name, kind);
}

function readSeries(line: string): Series {
  const [, name, labels = '', value = ''] = SERIES.exec(line) ?? [];
  if (name === undefined || !LABELS.test(labels)) throw new Error(`not allowed: ${line}`);
  const pairs = [...labels.matchAll(new RegExp(`(${NAME})="((?:[^"\\\\]|\\\\.)*)"`, 'gu'))];
  return {
    name,
    labels: Object.fromEntries(pairs.map(([, label = '', text = '']) => [label, unescaped(text)])),
    value: Number(value.replace('Inf', 'Infinity')),
  };
}

function belongsToType(name: string, kinds: ReadonlyMap<string, string>): boolean {
  const base = name.replace(/_(bucket|sum|count)$/, '');
  const kind = kinds.get(name);
  return (kind !== undefined && kind !== 'histogram') || ['histogram', 'summary'].includes(kinds.get(base) ?? '');
}

function unescaped(text: string): string {
  return text.replace(/\\(.)/g, (_all, letter: string) => (letter === 'n' ? '\n' : letter));
}
