import { isNodeTagName } from '@node-unit/deployment';

/**
 * Parses the tags that the operator configured, such as `zone=eu,gpu=yes`. Each name may occur once; a value may
 * contain `=`.
 *
 * @throws Error that describes the fault
 */
export function readNodeTags(text: string): Readonly<Record<string, string>> {
  const tags = text.split(',').flatMap((part) => (part.trim() === '' ? [] : [splitTag(part.trim())]));
  const names = tags.map(([name]) => name);
  const fault = names.find((name, index) => !isNodeTagName(name) || names.indexOf(name) !== index);
  if (fault === undefined) return Object.fromEntries(tags);
  const expected = 'expected name=value,name=value with different names of letters, digits and _ . / -';
  throw new Error(`${expected}; ${JSON.stringify(fault)} is not one`);
}

function splitTag(part: string): readonly [name: string, value: string] {
  const at = part.indexOf('=');
  return at < 0 ? ['', part] : [part.slice(0, at).trim(), part.slice(at + 1).trim()];
}
