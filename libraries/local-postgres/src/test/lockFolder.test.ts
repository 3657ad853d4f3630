import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { DataFolderError, lockFolder } from '../index.js';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'node-unit-lock-'))));
afterEach(() => rmSync(folder, { recursive: true }));

const LIBRARY = fileURLToPath(new URL('../../lib/index.js', import.meta.url));

/** A process that takes the folder, or says why not; killed, it holds it no longer. */
async function otherProcess(): Promise<{
  readonly pid: number;
  readonly answer: string;
  readonly kill: () => Promise<void>;
}> {
  const script = `
    import { lockFolder } from ${JSON.stringify(LIBRARY)};
    try { lockFolder(process.argv[1]); console.log('taken'); } catch (error) { console.log(error.message); }
    setInterval(() => {}, 60_000);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script, folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const answer = await new Promise<string>((resolve) =>
    child.stdout.once('data', (text) => resolve(String(text).trim())),
  );
  const kill = async (): Promise<void> => {
    const exited = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await exited;
  };
  return { pid: child.pid ?? 0, answer, kill };
}

describe(lockFolder.name, () => {
  it('gives a folder to one process, and names it to others until it ends', async () => {
    const first = await otherProcess();
    expect(first.answer).toBe('taken');
    expect(() => lockFolder(folder)).toThrow(
      new DataFolderError(`${folder} is in use by process ${first.pid}: stop it first, or choose another folder`),
    );
    await first.kill();
    const release = lockFolder(folder);
    expect(() => lockFolder(folder)).toThrow(`in use by process ${process.pid}`);
    release();
    expect(readdirSync(folder)).toEqual([]);
    lockFolder(folder);
  });

  it('gives it to exactly one of many that find a lock whose process has ended', async () => {
    writeFileSync(join(folder, 'lock'), '1 0');
    const others = await Promise.all(Array.from({ length: 6 }, otherProcess));
    const answers = others.map(({ answer }) => answer);
    for (const { kill } of others) await kill();
    expect(answers.filter((answer) => answer === 'taken')).toHaveLength(1);
    expect(answers.filter((answer) => answer.includes('in use by process'))).toHaveLength(5);
  });
});
