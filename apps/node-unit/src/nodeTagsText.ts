import { isNodeTagName } from '@node-unit/deployment';
import { z } from 'zod';

/** What an operator says of the machine, as `zone=eu,gpu=yes`. A name counts once; a value may hold further `=`. */
export function nodeTagsText(): z.ZodType<Readonly<Record<string, string>>, string | undefined> {
  return z
    .string()
    .default('')
    .transform((text, context) => {
      const tags = text.split(',').flatMap((part) => (part.trim() === '' ? [] : [splitTag(part.trim())]));
      const names = tags.map(([name]) => name);
      const fault = names.find((name, index) => !isNodeTagName(name) || names.indexOf(name) !== index);
      if (fault === undefined) return Object.fromEntries(tags);
      const message = `expected name=value,name=value with different names of letters, digits and _ . / -; ${JSON.stringify(fault)} is not one`;
      context.addIssue({ code: 'custom', message });
      return z.NEVER;
    });
}

function splitTag(part: string): readonly [name: string, value: string] {
  const at = part.indexOf('=');
  return at < 0 ? ['', part] : [part.slice(0, at).trim(), part.slice(at + 1).trim()];
}
