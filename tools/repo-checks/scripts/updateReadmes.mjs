// `npm run docs`: writes the generated sections of the documentation between their markers. With --verify it changes
// nothing, lists the files that are out of date, and fails if there are any.
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

import { environmentTable } from '@node-unit/app-runtime';
import * as prettier from 'prettier';

import { metricTable } from './declaredMetrics.mjs';
import { logEventMeanings } from './logEventMeanings.mjs';
import { logEventTable } from './logEvents.mjs';

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
    .map((folder) => ({ folder, ...JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8')) })),
);

const sections = {
  packages: packageTable(
    '| folder | package | purpose |',
    Object.fromEntries(packages.map(({ name, description }) => [name, description])),
  ),
  'packages:zh-CN': packageTable(
    '| 目录 | 软件包 | 用途 |',
    JSON.parse(readFileSync(join(root, 'tools/repo-checks/scripts/packages.zh-CN.json'), 'utf8')),
  ),
  ...Object.fromEntries(
    Object.entries(apps).map(([app, environment]) => [`environment:${app}`, environmentTable(environment)]),
  ),
};

sections.metrics = metricTable();
sections['log-events'] = logEventTable(root, logEventMeanings);

const files = {
  'common/docs/log-events.md': ['log-events'],
  'common/docs/metrics.md': ['metrics'],
  'common/docs/packages.md': ['packages'],
  'common/docs/packages.zh-CN.md': ['packages:zh-CN'],
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

/** `descriptions` must name exactly the packages that exist. */
function packageTable(header, descriptions) {
  const names = packages.map(({ name }) => name);
  const missing = names.filter((name) => !(name in descriptions));
  const dead = Object.keys(descriptions).filter((name) => !names.includes(name));
  if (missing.length + dead.length > 0) {
    throw new Error(
      `packages.zh-CN.json: add ${missing.join(', ') || 'nothing'}; remove ${dead.join(', ') || 'nothing'}`,
    );
  }
  const rows = packages.map(
    ({ folder, name }) => `| [\`${folder}\`](../../${folder}/README.md) | \`${name}\` | ${descriptions[name]} |`,
  );
  return [header, '| --- | --- | --- |', ...rows].join('\n');
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
