// `npm run docs`: writes what is generated into the READMEs, between their markers; with --verify it only says what is
// out of date and fails.
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

import { environmentTable } from '@node-unit/app-runtime';
import * as prettier from 'prettier';

const root = join(dirname(fileURLToPath(import.meta.url)), '../../..');

const apps = {
  host: (await import('../../../apps/host/lib/environment.js')).hostEnvironment,
  'postgres-storage': (await import('../../../apps/postgres-storage/lib/environment.js')).storageEnvironment,
  'node-unit': (await import('../../../apps/node-unit/lib/environment.js')).nodeUnitEnvironment,
  portal: (await import('../../../apps/portal/lib/environment.js')).portalEnvironment,
};

const packages = ['libraries', 'apps', 'tools'].flatMap((kind) =>
  readRushProjects()
    .filter((folder) => folder.startsWith(`${kind}/`))
    .map((folder) => {
      const { name, description } = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'));
      return `| [\`${folder}\`](${folder}/README.md) | \`${name}\` | ${description} |`;
    }),
);

const sections = {
  packages: ['| folder | package | what it is for |', '| --- | --- | --- |', ...packages].join('\n'),
  ...Object.fromEntries(
    Object.entries(apps).map(([app, environment]) => [`environment:${app}`, environmentTable(environment)]),
  ),
};

const files = {
  'README.md': Object.keys(sections),
  'README.zh-CN.md': Object.keys(sections).filter((name) => name !== 'packages'),
  ...Object.fromEntries(Object.keys(apps).map((app) => [`apps/${app}/README.md`, [`environment:${app}`]])),
};

const stale = [];
for (const [name, wanted] of Object.entries(files)) {
  const file = join(root, name);
  const before = readFileSync(file, 'utf8');
  let text = before;
  for (const section of wanted) text = replaceSection(text, section, name);
  const options = await prettier.resolveConfig(file);
  const after = await prettier.format(text, { ...options, filepath: file });
  if (after === before) continue;
  stale.push(relative(root, file));
  if (!process.argv.includes('--verify')) writeFileSync(file, after);
}

if (process.argv.includes('--verify') && stale.length > 0) {
  console.error(`out of date: ${stale.join(', ')}; run "npm run docs"`);
  process.exitCode = 1;
}

function replaceSection(text, section, file) {
  const [start, end] = [`<!-- ${section} -->`, `<!-- /${section} -->`];
  const from = text.indexOf(start);
  const to = text.indexOf(end);
  if (from < 0 || to < 0) throw new Error(`${file} has no markers ${start} … ${end}`);
  return `${text.slice(0, from)}${start}\n\n${sections[section]}\n\n${text.slice(to)}`;
}

function readRushProjects() {
  const text = readFileSync(join(root, 'rush.json'), 'utf8');
  return [...text.matchAll(/"projectFolder": "([^"]+)"/g)].map((match) => match[1]);
}
