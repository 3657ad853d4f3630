import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { Metafile } from 'esbuild';

/**
 * The modules that take names of a CommonJS package by a dynamic import. Node.js finds such names in the text of the package; in a
 * bundle that is split, the package has a default alone, so the names are undefined.
 */
export function namesOfCommonJs(root: string, { inputs }: Metafile): readonly string[] {
  return Object.entries(inputs).flatMap(([path, { imports }]) => {
    if (path.includes('node_modules/')) return [];
    const packages = imports.filter(
      ({ kind, path: imported }) => kind === 'dynamic-import' && inputs[imported]?.format === 'cjs',
    );
    if (packages.length === 0) return [];
    const text = readFileSync(join(root, path), 'utf8');
    const takesNames = packages.filter(({ original = '' }) => !takesDefault(text, original));
    return takesNames.map(({ original = '' }) => `${path} takes names of ${original}`);
  });
}

function takesDefault(text: string, specifier: string): boolean {
  return text.split('\n').some((line) => line.includes(`import('${specifier}')`) && /\bdefault\b/.test(line));
}
