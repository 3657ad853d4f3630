import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

import { describe, expect, it, onTestFinished } from 'vitest';

import { keptPrograms } from '../index.js';

const FILES = {
  'libraries/words/lib/index.js': `export const word = 'hello';`,
  'apps/greeter/package.json': `{ "name": "greeter", "version": "1.2.3", "type": "module", "scripts": {} }`,
  'apps/greeter/assets/whom.txt': 'world',
  'apps/greeter/lib/cli.js': `
    import { readFileSync } from 'node:fs';
    import { word } from '../../../libraries/words/lib/index.js';
    const read = (file) => readFileSync(file, 'utf8');
    const { version } = JSON.parse(read(new URL('../package.json', import.meta.url)));
    console.log(word, read(new URL('../assets/whom.txt', import.meta.url)), version);`,
};

function createRepository() {
  const root = mkdtempSync(join(tmpdir(), 'node-unit-bundle-'));
  onTestFinished(() => rmSync(root, { recursive: true }));
  const write = (file: string, text: string): void => {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), text);
  };
  Object.entries(FILES).forEach(([file, text]) => write(file, text));
  /** As another process would. */
  const ready = (assets = ['apps/greeter/assets']) =>
    keptPrograms(join(root, 'programs'), {
      root,
      entryPoints: ['apps/greeter/lib/cli.js'],
      assets,
      manifests: ['apps/greeter'],
    });
  /** What an attempt has left behind. */
  const left = (): readonly string[] => readdirSync(join(root, 'programs'));
  return { write, ready, left };
}

async function run(folder: string): Promise<string> {
  const { stdout } = await promisify(execFile)(process.execPath, [join(folder, 'apps/greeter/lib/cli.js')]);
  return stdout.trim();
}

describe(keptPrograms.name, () => {
  it('has programs that find what lies beside them, and keeps them while nothing has changed', async () => {
    const { ready } = createRepository();
    const folder = await ready();
    expect(await run(folder)).toBe('hello world 1.2.3');
    expect(await ready()).toBe(folder);
  });

  it.each([
    ['a module', 'libraries/words/lib/index.js', `export const word = 'good morning';`, 'good morning world 1.2.3'],
    ['a file that it reads', 'apps/greeter/assets/whom.txt', 'everybody', 'hello everybody 1.2.3'],
  ])('makes them anew when %s has changed, and leaves the old ones to those who run them', async (...change) => {
    const [, file, text, says] = change;
    const { ready, write } = createRepository();
    const before = await ready();
    write(file, text);
    const after = await ready();
    expect(await run(after)).toBe(says);
    expect(await run(before)).toBe('hello world 1.2.3');
  });

  it('is the same for all who ask at the same time', async () => {
    const { ready } = createRepository();
    const folders = await Promise.all([ready(), ready(), ready()]);
    expect(new Set(folders).size).toBe(1);
    expect(await run(folders[0])).toBe('hello world 1.2.3');
  });

  it.each([
    ['{ word }', false],
    ['{ default: { word } }', true],
  ])('takes %s of a CommonJS package that is loaded later: %s', async (taken, isDefault) => {
    const { ready, write } = createRepository();
    write('libraries/old/lib/index.cjs', `const later = () => 'hi'; exports['w' + 'ord'] = later();`);
    write(
      'libraries/words/lib/index.js',
      `const ${taken} = await import('../../old/lib/index.cjs');\nexport { word };`,
    );
    if (isDefault) expect(await run(await ready())).toBe('hi world 1.2.3');
    else await expect(ready()).rejects.toThrow('libraries/words/lib/index.js takes names of ../../old/lib/index.cjs');
  });

  it('fails if a program refers to a file that is not there', async () => {
    const { ready, left } = createRepository();
    await expect(ready([])).rejects.toThrow('programs refer to apps/greeter/assets/whom.txt');
    expect(left()).toEqual([]);
  });
});
