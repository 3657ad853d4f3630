// Runs before a command of the repository: installs and builds what the command needs. Prints nothing if nothing changed,
// otherwise one line on standard error that names what is built, or the output of Rush if that fails.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '../../..');
const rush = join(root, 'common/scripts/install-run-rush.js');
const [project] = process.argv.slice(2);
const stampFile = join(root, 'common/temp/prelude', project);

/** Sources, settings and build outputs. A change is detected by size and modification time. */
const WATCHED = [
  'libraries',
  'apps',
  'tools',
  'common/config',
  'common/scripts',
  'package.json',
  'rush.json',
  '.npmrc',
];
/** For `node_modules`, its own modification time is enough: every installation updates it. */
const NOT_ENTERED = new Set(['node_modules', 'temp', 'rush-logs', '.heft', '.rush']);

const OUTPUTS = new Set(['lib', 'dist']);

function stamp({ withOutputs }) {
  const hash = createHash('sha256').update(`${process.version} ${process.platform}-${process.arch}`);
  const visit = (path, name) => {
    const stats = statSync(join(root, path), { throwIfNoEntry: false });
    if (!stats?.isDirectory()) return void hash.update(`\n${path} ${stats?.size} ${stats?.mtimeMs}`);
    if (NOT_ENTERED.has(name)) return void hash.update(`\n${path} ${name === 'node_modules' ? stats.mtimeMs : ''}`);
    if (OUTPUTS.has(name) && !withOutputs) return;
    for (const each of readdirSync(join(root, path)).sort()) visit(`${path}/${each}`, each);
  };
  for (const path of WATCHED) visit(path, path);
  return hash.digest('hex');
}

/** Runs Rush to completion. Prints its output only if it fails. */
async function run(onLine, ...args) {
  const child = spawn(process.execPath, [rush, ...args], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
  const lines = [];
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on('line', (line) => {
      lines.push(line);
      onLine(line);
    });
  }
  const status = await new Promise((resolve) => child.once('close', resolve));
  if (status === 0) return;
  process.stderr.write(`${told === '' ? '' : '\n'}${lines.join('\n')}\n`);
  process.exit(status ?? 1);
}

let told = '';
function tell(what) {
  process.stderr.write(told === '' ? `building for ${project}: ${what}` : `, ${what}`);
  told = what;
}

if (!existsSync(stampFile) || readFileSync(stampFile, 'utf8') !== stamp({ withOutputs: true })) {
  const sources = stamp({ withOutputs: false });
  if (!existsSync(join(root, 'common/temp/node_modules'))) tell('dependencies (npm)');
  await run(() => undefined, 'install');
  const builtLine = /"@node-unit\/([\w-]+) \(build\)" completed (?:successfully|with warnings)/;
  const tellBuilt = (line) => {
    const [, built] = builtLine.exec(line) ?? [];
    if (built !== undefined) tell(built);
  };
  await run(tellBuilt, 'build', '--to', `@node-unit/${project}`);
  if (told !== '') process.stderr.write('\n');
  mkdirSync(dirname(stampFile), { recursive: true });
  // Sources that were saved during the build may not be part of it: then do not mark it as up to date.
  if (sources === stamp({ withOutputs: false })) writeFileSync(stampFile, stamp({ withOutputs: true }));
}
