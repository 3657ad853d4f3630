import { spawn } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

import { readProcFile } from '@node-unit/resource-usage';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';

import { Folder } from './Folder.js';

const SLOW = { timeout: 60_000, interval: 20 };
let folder: Folder;
let port: number;
const started: Up[] = [];
beforeAll(async () => {
  folder = new Folder();
  port = await freePort();
});
afterEach(async () => {
  for (const up of started.splice(0)) {
    up.signal('SIGKILL');
    await up.exited;
  }
});
afterAll(() => folder.remove());

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address() as { readonly port: number };
  await new Promise((resolve) => server.close(resolve));
  return address.port;
}

type Line = Readonly<Record<string, unknown>>;

/** `unitctl up --json`, or another verb that runs on. */
class Up {
  public readonly lines: Line[] = [];
  public readonly exited: Promise<number | null>;
  readonly #pid: number;

  public constructor(args: readonly string[], env: Record<string, string> = {}) {
    const [command, ...words] = folder.command(...args);
    const child = spawn(command, words, {
      cwd: folder.path,
      env: { ...folder.env, ...env },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    this.#pid = child.pid ?? 0;
    this.exited = new Promise((resolve) => child.once('exit', resolve));
    createInterface({ input: child.stdout }).on('line', (line) => this.lines.push(JSON.parse(line) as Line));
    started.push(this);
  }

  public signal(name: NodeJS.Signals): void {
    try {
      process.kill(this.#pid, name);
    } catch {
      // It has ended.
    }
  }

  public async until(event: string, count = 1): Promise<Line> {
    const found = (): Line[] => this.lines.filter((line) => line['event'] === event);
    await expect.poll(() => found().length, SLOW).toBeGreaterThanOrEqual(count);
    return found()[count - 1] ?? {};
  }

  public pidOf(service: string): number {
    const all = this.lines.filter((line) => line['event'] === 'ServiceStarted' && line['service'] === service);
    return Number(all.at(-1)?.['pid']);
  }
}

const up = (...args: readonly string[]): Up => new Up(['up', '--json', '--data-dir=data', ...args]);

/** What still runs of an installation: every process that was started with its folder. */
function processesIn(path: string): readonly string[] {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return pids.map((pid) => readProcFile(Number(pid), 'cmdline')).filter((words) => words.includes(path));
}

const isLinux = process.platform === 'linux';

describe.skipIf(!isLinux)('unitctl up', { timeout: 240_000 }, () => {
  it('makes an installation, whose secrets are its own, and goes on from it', async () => {
    const first = up(`--port=${port}`, '--name=one');
    const ready = await first.until('Ready');
    await first.until('Next');
    for (const name of readdirSync(join(folder.path, 'data/secrets'))) {
      expect(statSync(join(folder.path, 'data/secrets', name)).mode & 0o777, name).toBe(0o600);
    }
    expect(statSync(join(folder.path, 'data/secrets')).mode & 0o777).toBe(0o700);
    expect(statSync(join(folder.path, 'data/postgres.password')).mode & 0o777).toBe(0o600);
    const token = readFileSync(join(folder.path, 'data/secrets/host-token'), 'utf8').trim();
    expect(JSON.stringify(first.lines)).not.toContain(token);
    expect(JSON.parse(folder.run(['context', 'show', '-o', 'json']).stdout)).toMatchObject({
      name: 'local',
      host_url: `ws://127.0.0.1:${port}`,
      host_token_file: join(folder.path, 'data/secrets/host-token'),
    });
    first.signal('SIGTERM');
    expect(await first.exited).toBe(0);
    const second = up('--show-token');
    expect(await second.until('Ready')).toMatchObject({ address: ready['address'], node_unit_name: 'one' });
    expect(String((await second.until('Token'))['text'])).toContain(token);
    second.signal('SIGINT');
    expect(await second.exited).toBe(0);
    expect(processesIn(folder.path)).toEqual([]);
  });

  it('refuses a folder that is in use, and starts again what ends', async () => {
    const running = up();
    await running.until('Ready');
    const { status, stderr } = folder.run(['up', '--data-dir=data']);
    expect([status, stderr]).toEqual([2, expect.stringMatching(/data is in use by process \d+: stop it first/)]);
    for (const [index, service] of ['node-unit', 'storage', 'host', 'database'].entries()) {
      process.kill(running.pidOf(service), 'SIGKILL');
      expect((await running.until('ServiceEnded', index + 1))['service']).toBe(service);
      await running.until('ServiceStarted', 4 + index + 1);
    }
    // The storage goes on with the address of the database that it was given.
    const log = (): string => readFileSync(join(folder.path, 'data/logs/storage.log'), 'utf8');
    await expect.poll(() => log().includes('"DatabaseAvailable"'), SLOW).toBe(true);
  });

  it('leaves nothing running when it is killed, and starts again at once', async () => {
    const killed = up();
    await killed.until('Ready');
    killed.signal('SIGKILL');
    await killed.exited;
    const next = up();
    await next.until('Ready');
    next.signal('SIGTERM');
    expect(await next.exited).toBe(0);
    expect(processesIn(folder.path)).toEqual([]);
  });

  it('says which port is taken, and leaves the context of another installation alone', async () => {
    const running = up();
    await running.until('Ready');
    const taken = folder.run(['up', '--data-dir=other', `--port=${port}`]);
    expect(taken.stderr).toMatch(/^unitctl: host did not start \(exit code 1: .*cannot listen on port/);
    expect([taken.status, processesIn(join(folder.path, 'other'))]).toEqual([1, []]);
    const other = new Up(['up', '--json', '--data-dir=other', `--port=${await freePort()}`]);
    expect(String((await other.until('Context'))['text'])).toMatch(/belongs to another installation/);
  });

  it('is joined by another machine, which needs nothing the second time', async () => {
    const running = up();
    const { host_url: hostUrl, host_token_file: tokenFile } = await running.until('Ready');
    const wrong = folder.run(['join', String(hostUrl), '--data-dir=joined'], { HOST_TOKEN: 'wrong' });
    expect([wrong.status, wrong.stderr]).toEqual([2, expect.stringMatching(/refuses the token: it is in/)]);
    const first = new Up([
      'join',
      String(hostUrl),
      '--data-dir=joined',
      `--token-file=${String(tokenFile)}`,
      '--name=two',
    ]);
    const { address } = await first.until('NodeUnitStarted');
    first.signal('SIGTERM');
    expect(await first.exited).toBe(0);
    const second = new Up(['join', '--data-dir=joined']);
    expect(await second.until('NodeUnitStarted')).toMatchObject({ address, node_unit_name: 'two' });
    await expect.poll(() => second.lines.some(({ state }) => state === 'connected'), SLOW).toBe(true);
  });

  it('says where a database that was named cannot be reached', () => {
    const { status, stderr } = folder.run(['up', '--data-dir=third', '--database-file=absent']);
    expect([status, stderr]).toEqual([2, expect.stringMatching(/the URI of the database cannot be read: ENOENT/)]);
  });
});
