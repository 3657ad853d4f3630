import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The top of the repository. */
export const REPOSITORY = fileURLToPath(new URL('../../..', import.meta.url));

/** A project of the monorepo. */
export interface Project {
  /** For example `libraries/scheduler`. */
  readonly folder: string;
  readonly name: string;
  readonly dependencies: readonly string[];
  /** The packages that its sources import, tests apart. */
  readonly imports: readonly string[];
}

export function readProjects(): readonly Project[] {
  return ['libraries', 'apps', 'tools'].flatMap((kind) =>
    readdirSync(join(REPOSITORY, kind)).map((name) => readProject(`${kind}/${name}`)),
  );
}

function readProject(folder: string): Project {
  const {
    name,
    dependencies = {},
    optionalDependencies = {},
    peerDependencies = {},
    devDependencies = {},
  } = JSON.parse(readFileSync(join(REPOSITORY, folder, 'package.json'), 'utf8')) as {
    name: string;
    dependencies?: Record<string, string>;
    optionalDependencies?: Record<string, string>;
    peerDependencies?: Record<string, string>;
    devDependencies?: Record<string, string>;
  };
  const listed = [dependencies, optionalDependencies, peerDependencies].flatMap((each) => Object.keys(each));
  const imports = readImports(join(REPOSITORY, folder, 'src'));
  // What a page uses is in its files, so that nobody has to install it.
  const isPage = existsSync(join(REPOSITORY, folder, 'index.html'));
  const bundled = isPage ? Object.keys(devDependencies).filter((each) => imports.includes(each)) : [];
  return { folder, name, dependencies: [...listed, ...bundled], imports };
}

function readImports(sourceFolder: string): readonly string[] {
  if (!existsSync(sourceFolder)) return [];
  const files = readdirSync(sourceFolder, { recursive: true, encoding: 'utf8' }).filter(
    (file) => /\.tsx?$/.test(file) && !/(^|\/)test\//.test(file),
  );
  const specifiers = files.flatMap((file) =>
    [...readFileSync(join(sourceFolder, file), 'utf8').matchAll(/(?:from|import) '([^'.#][^']*)'/g)].map(
      (match) => match[1] ?? '',
    ),
  );
  return [...new Set(specifiers.filter((specifier) => !specifier.startsWith('node:')).map(packageOf))];
}

function packageOf(specifier: string): string {
  const parts = specifier.split('/');
  return parts.slice(0, specifier.startsWith('@') ? 2 : 1).join('/');
}
