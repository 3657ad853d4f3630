import { describe, expect, it } from 'vitest';

import { environmentScript } from '../group/environmentScript.js';
import { isLiveProcessOf } from '../group/findRunProcesses.js';
import { sealedMode } from '../install/changeTree.js';
import { npmEnvironmentFor } from '../install/npmEnvironment.js';
import { processEnvironment } from '../run/processEnvironment.js';
import { chooseUid } from '../users/chooseUid.js';
import { decideRunAs, type RunAsFacts } from '../users/decideRunAs.js';
import { ownershipName, readOwnership, readStartTime } from '../users/Ownership.js';
import { hasCapabilities, isIsolated } from '../users/readStatus.js';
import { knownIdsWithin, readKnownIds, readUidRange } from '../users/UidRange.js';
import { deployment } from './deployments.js';

describe(readUidRange.name, () => {
  it('reads both ends', () => expect(readUidRange(' 200000-265535 ')).toEqual({ first: 200_000, last: 265_535 }));

  it.each(['', '0-100', '5', '5-5', '9-5', '-1-5', 'a-b', '1-2147483648', '1-2-3', '1.5-9'])(
    'refuses "%s" and says what it expected',
    (text) => expect(() => readUidRange(text)).toThrow('expected first-last with at least 2 user ids between 1 and'),
  );
});

describe(knownIdsWithin.name, () => {
  it('finds the users of the machine in a range, both ends included', () => {
    const known = readKnownIds('root:x:0:0::/root:/bin/sh\n# odd\n\na:x:10:1::/:\nb:x:19:1::/:\nc:x:20:1::/:\n');
    expect(knownIdsWithin({ first: 10, last: 19 }, known).map(({ name }) => name)).toEqual(['a', 'b']);
  });
});

describe(chooseUid.name, () => {
  const range = { first: 10, last: 12 };

  it.each([
    [0, [], 10],
    [5, [], 12],
    [1, [11], 12],
    [2, [12], 10],
    [4_294_967_295, [10, 12], 11],
    [1, [10, 11, 12], undefined],
  ])('for the wish %i with %j taken it is %s', (wish, taken, expected) => {
    expect(chooseUid(range, wish, new Set(taken))).toBe(expected);
  });
});

describe(readOwnership.name, () => {
  it('reads what was written, alone and at the begin of a name', () => {
    const ownership = { uid: 10, pid: 5, startTime: '77' };
    expect(readOwnership(ownershipName(ownership))).toEqual(ownership);
    expect(readOwnership(`${ownershipName(ownership)}.6f9`)).toEqual(ownership);
  });

  it.each(['', '10', '10.5', '10.5.7x', 'a.5.7', 'removed.10.5.7'])('knows no owner of "%s"', (name) => {
    expect(readOwnership(name)).toBeUndefined();
  });
});

describe(readStartTime.name, () => {
  it('counts the fields from the end of the name, which may contain anything', () => {
    const fields = Array.from({ length: 50 }, (_, index) => String(index + 3));
    expect(readStartTime(`7 (a) b) ${fields.join(' ')}`)).toBe('22');
    expect(readStartTime('')).toBeUndefined();
  });
});

describe(isLiveProcessOf.name, () => {
  const status = (state: string, uids: string): string => `Name:\tx\nState:\t${state}\nUid:\t${uids}\n`;

  it.each([
    ['S (sleeping)', '10\t10\t10\t10', true],
    ['R (running)', '0\t0\t10\t0', true],
    ['S (sleeping)', '110\t100\t1010\t0', false],
    ['Z (zombie)', '10\t10\t10\t10', false],
  ])('%s with the ids %s: %s', (state, uids, expected) => {
    expect(isLiveProcessOf(status(state, uids), 10)).toBe(expected);
  });
});

describe(isIsolated.name, () => {
  const status = (uids: string, groups: string, flag: string): string =>
    `Uid:\t${uids}\nGroups:\t${groups} \nNoNewPrivs:\t${flag}\n`;

  it.each([
    ['10\t10\t10\t10', '', '1', true],
    ['10\t10\t0\t10', '', '1', false],
    ['10\t10\t10\t10', '0', '1', false],
    ['10\t10\t10\t10', '', '0', false],
  ])('ids %s, groups "%s", flag %s: %s', (uids, groups, flag, expected) => {
    expect(isIsolated(status(uids, groups, flag), 10)).toBe(expected);
  });

  it('is not what a trial that printed nothing is', () => expect(isIsolated('', 10)).toBe(false));
});

describe(hasCapabilities.name, () => {
  it.each([
    ['000001ffffffffff', true],
    ['00000000000000eb', true],
    // Each lacks one.
    ['000000000000006b', false],
    ['00000000000000ea', false],
    ['0000000000000000', false],
  ])('%s: %s', (effective, expected) => expect(hasCapabilities(`CapEff:\t${effective}\n`)).toBe(expected));

  it('is false where nothing is known', () => expect(hasCapabilities('')).toBe(false));
});

describe(decideRunAs.name, () => {
  const range = { first: 10, last: 20 };
  const able: RunAsFacts = { agentUid: 0, user: { uid: 33, gid: 34 }, range, knownIds: [], obstacle: undefined };
  const unable: RunAsFacts = { ...able, agentUid: 1000, obstacle: 'it may not' };

  it('uses the range by itself where it may, and says why where it may not', () => {
    expect(decideRunAs('auto', able)).toEqual({ runAs: { kind: 'range', range } });
    expect(decideRunAs('auto', unable)).toEqual({ runAs: { kind: 'agent' }, notIsolated: 'it may not' });
  });

  it('runs as the user that is named, and needs nothing for the own', () => {
    expect(decideRunAs('www', able)).toEqual({ runAs: { kind: 'user', uid: 33, gid: 34 } });
    expect(decideRunAs('agent', unable)).toEqual({ runAs: { kind: 'agent' } });
    expect(decideRunAs('me', { ...unable, agentUid: 33 })).toEqual({ runAs: { kind: 'agent' } });
  });

  it.each([
    ['nobody-here', { ...able, user: undefined }, 'NODE_UNIT_RUN_AS=nobody-here: there is no such user'],
    ['root', { ...unable, user: { uid: 0, gid: 0 } }, 'NODE_UNIT_RUN_AS=root: the agent cannot do that: it may not'],
    ['auto', { ...able, knownIds: [{ name: 'mail', id: 12 }] }, 'NODE_UNIT_UID_RANGE contains 12, which is "mail"'],
  ])('refuses %s that cannot be honoured, in one line', (setting, facts, message) => {
    const decide = () => decideRunAs(setting, facts);
    expect(decide).toThrow(expect.objectContaining({ code: 'RUN_AS_REFUSED' }));
    expect(decide).toThrow(message);
    expect(decide).not.toThrow('\n');
  });
});

describe(sealedMode.name, () => {
  it.each([
    [0o100_600, 0o644],
    [0o100_666, 0o644],
    [0o104_777, 0o755],
    [0o102_710, 0o755],
    [0o040_700, 0o755],
    [0o041_777, 0o755],
  ])('%o becomes %o', (mode, expected) => expect(sealedMode(mode)).toBe(expected));
});

describe(environmentScript.name, () => {
  it('exports what a shell sets faithfully', () => {
    const env = { A: "it's $HOME", LINES: 'a\nb', NODE_UNIT_RUN_ID: 'not mine' };
    expect(environmentScript(env)).toBe(`unset PATH; export A='it'\\''s $HOME'; export LINES='a'"$1"'b'\n`);
  });

  it.each(['b.c', 'UID', 'RANDOM', 'SHLVL', '_', '-S', '', 'BASH_VERSION', 'ä'])('leaves %j to others', (name) =>
    expect(environmentScript({ A: '1', [name]: 'x' })).toBeUndefined(),
  );
});

describe('the environment of a user of its own', () => {
  it('has the own folders and not the name of the agent', () => {
    const agentEnv = { PATH: '/bin', HOME: '/root', TMPDIR: '/t', USER: 'root', LOGNAME: 'root', SHELL: '/bin/sh' };
    const place = { home: '/h', temporary: '/h/tmp' };
    const base = { agentEnv, identity: {}, place };
    const env = processEnvironment({ ...base, deployment: deployment({ id: 'd' }) });
    expect(env).toMatchObject({ PATH: '/bin', HOME: '/h', TMPDIR: '/h/tmp' });
    expect(Object.keys(env)).not.toEqual(expect.arrayContaining(['USER']));
    const own = processEnvironment({ ...base, deployment: deployment({ id: 'd', env: { HOME: '/x', USER: 'u' } }) });
    expect(own).toMatchObject({ HOME: '/x', USER: 'u' });
  });

  it('gives npm a cache and a configuration of its own, however the agent spells its settings', () => {
    const env = {
      HOME: '/root',
      USER: 'root',
      NPM_CONFIG_CACHE: '/c',
      'npm_config_init-module': '/i',
      npm_config_ca: 'x',
    };
    expect(npmEnvironmentFor(env, '/h', '/h/tmp')).toEqual({
      npm_config_ca: 'x',
      HOME: '/h',
      TMPDIR: '/h/tmp',
      npm_config_userconfig: '/h/.npmrc',
      npm_config_cache: '/h/.npm',
    });
  });
});
