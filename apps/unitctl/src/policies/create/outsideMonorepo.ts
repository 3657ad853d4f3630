import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

interface Manifest {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

const SCOPE = '@node-unit/';
const run = promisify(execFile);
const REPOSITORY = fileURLToPath(new URL('../../../../..', import.meta.url));
const PNPM = join(REPOSITORY, 'common/temp/pnpm-local/node_modules/pnpm/bin/pnpm.cjs');

/** Of a machine that has never seen this repository: nothing that npm or pnpm have set for this run. */
export function plainEnvironment(): Record<string, string | undefined> {
  const foreign =
    /^(npm_(package|lifecycle|command|execpath|node_execpath)|INIT_CWD|NODE_ENV|NODE_OPTIONS|VITEST|RUSH_)/;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !foreign.test(name)));
}

/** Runs npm in a folder, and rejects with its words. */
export async function npm(cwd: string, ...args: readonly string[]): Promise<string> {
  return (await runIn(cwd, 'npm', args)).trim();
}

/** Installs tarballs there, and whatever else is needed from the registry. */
export async function install(cwd: string, tarballs: readonly string[]): Promise<void> {
  await npm(cwd, 'install', '--prefer-offline', '--no-audit', '--no-fund', '--no-save', ...tarballs);
}

/**
 * Packs libraries, and those that they need, as a release would: what they need of each other by version, not by folder.
 *
 * @returns The tarballs.
 */
export async function packLibraries(names: readonly string[], target: string): Promise<readonly string[]> {
  for (const name of await withNeeded(names)) {
    await runIn(join(REPOSITORY, 'libraries', name), process.execPath, [PNPM, 'pack', `--pack-destination=${target}`]);
  }
  return (await readdir(target)).filter((file) => file.endsWith('.tgz')).map((file) => join(target, file));
}

async function withNeeded(names: readonly string[], known: readonly string[] = []): Promise<readonly string[]> {
  const [name, ...others] = names;
  if (name === undefined) return known;
  if (known.includes(name)) return withNeeded(others, known);
  const manifest = await readFile(join(REPOSITORY, 'libraries', name, 'package.json'), 'utf8');
  const { dependencies = {}, peerDependencies = {} } = JSON.parse(manifest) as Manifest;
  const needed = Object.keys({ ...dependencies, ...peerDependencies }).filter((each) => each.startsWith(SCOPE));
  return withNeeded([...others, ...needed.map((each) => each.slice(SCOPE.length))], [...known, name]);
}

async function runIn(cwd: string, command: string, args: readonly string[]): Promise<string> {
  try {
    return (await run(command, args, { cwd, env: plainEnvironment() })).stdout;
  } catch (error) {
    const { stdout, stderr } = error as { stdout?: string; stderr?: string };
    throw new Error(`${command} ${args.join(' ')} failed in ${cwd}:\n${stdout}\n${stderr}`, { cause: error });
  }
}
