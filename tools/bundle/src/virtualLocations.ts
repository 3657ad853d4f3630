import { readFile } from 'node:fs/promises';
import { dirname, relative, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

import type { Plugin } from 'esbuild';
import { resolve as resolveModule } from 'import-meta-resolve';

/** Stands for the URL of the top of the package, which depends on the file of the bundle. */
const ROOT = '__PACKAGE_ROOT__';

/**
 * Lets every module of a repository believe that it lies where it lay in the repository: a bundle consists of other
 * files, but what a module finds by its own location is in the package at the same place.
 *
 * @param root - The top of the repository.
 * @param onFound - Hears every path in the package that a module refers to.
 */
export function virtualLocations(root: string, onFound: (path: string) => void): Plugin {
  return {
    name: 'virtual-locations',
    setup: (build) => {
      build.onLoad({ filter: /\/(apps|libraries)\/[\w-]+\/lib\/.*\.js$/ }, async ({ path }) => {
        const text = await readFile(path, 'utf8');
        if (!text.includes('import.meta')) return undefined;
        return { contents: relocate(text, path, { root, onFound }), loader: 'js', resolveDir: dirname(path) };
      });
    },
  };
}

interface Surroundings {
  readonly root: string;
  readonly onFound: (path: string) => void;
}

function relocate(text: string, path: string, { root, onFound }: Surroundings): string {
  const inPackage = (file: string): string => relative(root, file);
  for (const [, target = ''] of text.matchAll(/new URL\('([^']+)', import\.meta\.url\)/g)) {
    onFound(inPackage(resolve(dirname(path), target)));
  }
  const located = text.replace(/import\.meta\.resolve\('([^']+)'\)/g, (_call, specifier: string) => {
    const file = inPackage(fileURLToPath(resolveModule(specifier, pathToFileURL(path).href)));
    onFound(file);
    return urlOf(file);
  });
  return located.replaceAll('import.meta.url', urlOf(inPackage(path)));
}

function urlOf(path: string): string {
  return `new URL(${JSON.stringify(path)}, ${ROOT}).href`;
}

/** Puts the way to the top of the package into a file of the bundle. */
export function withRoot(text: string, pathInPackage: string): string {
  const way = '../'.repeat(pathInPackage.split('/').length - 1);
  return text.replaceAll(ROOT, `new URL(${JSON.stringify(way)}, import.meta.url)`);
}
