import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';

import { environmentFault } from '../run/environmentFault.js';
import { foreignCodeFault } from '../run/foreignCodeFault.js';
import { binNamed, entryCandidates } from '../run/choosePrograms.js';
import { planRuns } from '../run/planRuns.js';
import { processEnvironment } from '../run/processEnvironment.js';
import { readShebang } from '../run/readShebang.js';
import { oneByOne } from '../run/startLeased.js';
import { deployment } from './deployments.js';

describe(planRuns.name, () => {
  const running = new Map([deployment({ id: 'same' }), deployment({ id: 'old' })].map((row) => [row.id, row]));

  it('starts what is new, stops what is gone, leaves alone what is equal', () => {
    const same = deployment({ id: 'same', createdAt: 'irrelevant', enabled: true });
    expect(planRuns([same, deployment({ id: 'new' })], running)).toMatchObject({
      start: [{ id: 'new' }],
      restart: [],
      stop: ['old'],
    });
  });

  it.each([
    { updatedAt: '2026-01-01T00:00:00.000001Z' },
    { packageName: 'other' },
    { packageVersion: '2.0.0' },
    { command: 'other' },
    { args: ['other'] },
    { env: { OTHER: 'x' } },
    { claimEpoch: 2 },
  ])('restarts what has another %o', (change) => {
    const { restart } = planRuns([deployment({ id: 'same', ...change }), deployment({ id: 'old' })], running);
    expect(restart).toMatchObject([{ id: 'same', ...change }]);
  });

  it('does not restart for another order of variables', () => {
    const before = deployment({ id: 'd', env: { A: '1', B: '2' } });
    const after = deployment({ id: 'd', env: { B: '2', A: '1' } });
    expect(planRuns([after], new Map([['d', before]])).restart).toEqual([]);
  });
});

describe(oneByOne.name, () => {
  it('lets others have their turn between two starts', async () => {
    const seen: string[] = [];
    const others = (async () => {
      while (seen.length < 5) {
        await turn();
        if (seen.at(-1) !== 'other') seen.push('other');
      }
    })();
    const starts = ['a', 'b', 'c'].map(async (name) => seen.push(await oneByOne(Promise.resolve(name))));
    await Promise.all([...starts, others]);
    expect(seen.filter((each) => each !== 'other')).toEqual(['a', 'b', 'c']);
    expect(seen.join(' ')).toContain('a other b other c');
  });

  it('holds nobody up after one that failed', async () => {
    await expect(oneByOne(Promise.reject(new Error('no folder')))).rejects.toThrow('no folder');
    expect(await oneByOne(Promise.resolve(1))).toBe(1);
  });
});

describe(processEnvironment.name, () => {
  it('passes a fixed list from the agent', () => {
    const passed = { PATH: '/bin', HOME: '/h', LC_ALL: 'C', TZ: 'UTC', NODE_EXTRA_CA_CERTS: '/ca' };
    const agentEnv = {
      ...passed,
      POSTGRES_URI: 'x',
      HOST_TOKEN: 'x',
      NODE_OPTIONS: 'x',
      NODE_UNIT_PASSWORD: 'x',
      EMPTY: undefined,
    };
    const env = processEnvironment({ identity: {}, deployment: deployment({ id: 'd' }), agentEnv });
    expect(env).toEqual({ ...passed, NODE_UNIT_DEPLOYMENT_ID: 'd', NODE_UNIT_CLAIM_EPOCH: '1' });
  });

  it('lets the deployment replace what comes from the agent, but not who the run is', () => {
    const own = { TZ: 'CET', TERMINAL_NAME: 'other', NODE_UNIT_DEPLOYMENT_ID: 'other', NODE_UNIT_CLAIM_EPOCH: '9' };
    const env = processEnvironment({
      agentEnv: { TZ: 'UTC' },
      identity: { TERMINAL_NAME: 'mine' },
      deployment: deployment({ id: 'd', env: own }),
    });
    expect(env).toEqual({
      TZ: 'CET',
      TERMINAL_NAME: 'mine',
      NODE_UNIT_DEPLOYMENT_ID: 'd',
      NODE_UNIT_CLAIM_EPOCH: '1',
    });
  });
});

describe(foreignCodeFault.name, () => {
  const byNode = { isRunByShell: false };

  it.each([
    { NODE_OPTIONS: '' },
    { NODE_OPTIONS: '--max-old-space-size=512 --enable-source-maps' },
    { NODE_OPTIONS: ' --no-warnings  --unhandled-rejections=strict ' },
    { ENV: 'production', BASH_ENV: '/x', PS4: '$(id)', PROMPT_COMMAND: 'id', IFS: 'x' },
  ])('lets %o pass', (env) => expect(foreignCodeFault(env, byNode)).toBeUndefined());

  it.each([
    ['--max-old-space-size=300 --import tsx', '--import'],
    ['-r /x', '-r'],
    ['--require /x', '--require'],
    ['--import=data:text/javascript,secret', '--import'],
    ['--no-warnings --loader=/x', '--loader'],
    ['--inspect', '--inspect'],
    ['"--import" /x', '"--import"'],
  ])('names the option of NODE_OPTIONS "%s"', (value, option) => {
    const fault = foreignCodeFault({ NODE_OPTIONS: value }, byNode);
    expect(fault?.startsWith(`${option} in NODE_OPTIONS `)).toBe(true);
    expect(fault).not.toContain('secret');
  });

  it.each(['LD_PRELOAD', 'LD_AUDIT', 'LD_LIBRARY_PATH', 'DYLD_INSERT_LIBRARIES', 'NODE_PATH', 'GCONV_PATH'])(
    'names %s',
    (name) => expect(foreignCodeFault({ A: '1', [name]: '/x' }, byNode)).toMatch(new RegExp(`^${name} `)),
  );

  it.each(['ENV', 'BASH_ENV', 'BASH_FUNC_ls%%'])('names %s where a shell runs the program', (name) => {
    expect(foreignCodeFault({ [name]: '() { id; }' }, { isRunByShell: true })).toMatch(/ENV|BASH/);
  });
});

describe(environmentFault.name, () => {
  const base = {
    args: [],
    mayLoadForeignCode: false,
    isRunByShell: false,
    limits: { perTextBytes: 131_072, totalBytes: 2_000_000 },
  };
  const faultOf = (own: Readonly<Record<string, string>>, args: readonly string[] = []) =>
    environmentFault({ ...base, own, env: { PATH: '/bin', ...own }, args });

  it.each([
    ['', 'x', 'empty name'],
    ['A=B', 'x', '"A=B" contains "="'],
    ['A\0B', 'x', 'contains NUL'],
    ['A', 'x\0y', 'the value of the variable "A" contains NUL'],
  ])('refuses the variable %j with the value %j', (name, value, expected) =>
    expect(faultOf({ [name]: value })).toContain(expected),
  );

  it.each(['-Ssh -c "touch /tmp/pwned" #', 'db.password', 'X-TOKEN', 'ä ö', '%%', '1', '\n'])(
    'takes the name %j',
    (name) => expect(faultOf({ [name]: 'x' })).toBeUndefined(),
  );

  it('says which text is too large, how large it is, and what fits', () => {
    expect(faultOf({ BIG: 'x'.repeat(200_000) })).toBe(
      'the variable "BIG" has 200005 bytes; at most 131072 fit. Pass a file instead, or shorten env.',
    );
    expect(faultOf({ BIG: 'x'.repeat(131_067) })).toBeUndefined();
    expect(faultOf({}, ['a', 'ä'.repeat(100_000)])).toContain('the argument number 2 has 200001 bytes');
  });

  it('counts everything together', () => {
    const many = Object.fromEntries(Array.from({ length: 30 }, (_, index) => [`V${index}`, 'x'.repeat(70_000)]));
    expect(faultOf(many)).toMatch(/^env and args have \d+ bytes together; at most 2000000 fit/);
  });

  it('lets code be loaded where any command may run', () => {
    const own = { NODE_OPTIONS: '--import tsx' };
    expect(environmentFault({ ...base, own, env: own, mayLoadForeignCode: true })).toBeUndefined();
    expect(faultOf(own)).toContain('--import in NODE_OPTIONS');
  });
});

describe(entryCandidates.name, () => {
  const filesOf = (manifest: object) => entryCandidates(manifest).map(({ file }) => file);

  it.each([
    [{ exports: './dist/server.js' }, './dist/server.js'],
    [{ exports: { '.': { import: './a.mjs', require: './a.cjs' } } }, './a.mjs'],
    [{ exports: { types: './a.d.ts', node: './n.js', default: './d.js' } }, './n.js'],
    [{ exports: { browser: './b.js', default: './d.js' } }, './d.js'],
    [{ exports: { '.': [{ import: './a.js' }, './b.js'] } }, './a.js'],
    [{ exports: { './other': './o.js' }, main: 'm.js' }, 'm.js'],
    [{ exports: './x.js', main: 'm.js' }, './x.js'],
    [{ main: 'lib', name: 'x', bin: { x: 'x.js' } }, 'lib'],
    [{}, 'index.js'],
  ])('begins for %j with %s', (manifest, first) => expect(filesOf(manifest)[0]).toBe(first));

  it.each([
    [{ name: '@s/tool', bin: { other: 'o.js', tool: 't.js' } }, 't.js'],
    [{ name: 'tool', bin: 'cli.js' }, 'cli.js'],
    [{ name: 'tool', bin: { only: 'o.js' } }, 'o.js'],
    [{ name: 'tool', bin: { a: 'a.js', b: 'b.js' } }, 'index.js'],
    [{ name: 'tool', bin: { tool: 7 } }, 'index.js'],
  ])('ends for %j with %s', (manifest, last) => expect(filesOf(manifest).at(-1)).toBe(last));

  it('finds the program of a name', () => {
    expect(binNamed({ name: '@s/serve', bin: './s.js' }, 'serve')?.file).toBe('./s.js');
    expect(binNamed({ bin: { a: 'a.js' } }, 'toString')).toBeUndefined();
  });
});

describe(readShebang.name, () => {
  it.each([
    ['#!/usr/bin/env node\n', ['/node', '/p/cli']],
    ['#!/usr/bin/env node\r\n', ['/node', '/p/cli']],
    ['#!/usr/bin/node --no-warnings\n', ['/node', '--no-warnings', '/p/cli']],
    ['#!/usr/bin/env -S node --enable-source-maps\n', ['/node', '--enable-source-maps', '/p/cli']],
    ['#!/bin/sh\necho', ['/bin/sh', '/p/cli']],
    ['#!/usr/bin/env bash', ['bash', '/p/cli']],
    ['console.log(1)', ['/node', '/p/cli']],
    ['\x7fELF\0\0', ['/p/cli']],
  ])('%j runs %j', (start, expected) => {
    const { command, args } = readShebang('/p/cli', Buffer.from(start), '/node');
    expect([command, ...args]).toEqual(expected);
  });

  it('knows shells', () => {
    const isShell = (start: string) => readShebang('/p/cli', Buffer.from(start), '/node').isRunByShell;
    expect([isShell('#!/bin/sh\n'), isShell('#!/usr/bin/env bash\n'), isShell('#!/usr/bin/env node\n')]).toEqual([
      true,
      true,
      false,
    ]);
  });
});
