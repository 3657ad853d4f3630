import { homedir, tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';

const REPOSITORY = fileURLToPath(new URL('../../..', import.meta.url)).replace(/\/$/, '');

/** What stands in evidence for what belongs to one machine or is secret. */
export interface Redaction {
  /** The temporary folder of the run. */
  readonly folder: string;
  readonly secrets: readonly string[];
}

/** A value in which folders of the machine and secrets are replaced, however deep they are. */
export function redact<Value>(value: Value, { folder, secrets }: Redaction): Value {
  const replacements: [string, string][] = [
    ...secrets.map((secret): [string, string] => [secret, '<secret>']),
    [process.env['PATH'] ?? '', '<path>'],
    ...[folder, tmpdir()].map((each): [string, string] => [each, '<tmp>']),
    [REPOSITORY, '<repo>'],
    [homedir(), '<home>'],
  ];
  const used = replacements.filter(([text]) => text.length > 1);
  const replaceIn = (text: string): string => used.reduce((result, [from, to]) => result.replaceAll(from, to), text);
  // JSON is what evidence is made of; the replacements hold nothing that JSON escapes.
  return JSON.parse(replaceIn(JSON.stringify(value))) as Value;
}
