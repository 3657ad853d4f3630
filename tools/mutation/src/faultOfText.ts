import type { Mutation } from './Mutation.js';

/** Why a mutation cannot be made in a file with this content; `undefined` if it can. Pure. */
export function faultOfText({ file, find, replacement }: Mutation, content: string): string | undefined {
  const found = content.split(find).length - 1;
  if (found !== 1) {
    return `expected ${file} to contain exactly once what is to be replaced, found it ${found} times: ${JSON.stringify(find)}; bring src/guards up to date`;
  }
  return find === replacement ? `the replacement in ${file} changes nothing: ${JSON.stringify(find)}` : undefined;
}
