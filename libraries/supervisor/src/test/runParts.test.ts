import { describe, expect, it } from 'vitest';

import { foreignCodeVariables } from '../run/foreignCodeVariables.js';
import { planRuns } from '../run/planRuns.js';
import { processEnvironment } from '../run/processEnvironment.js';
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

describe(processEnvironment.name, () => {
  const base = { agentEnv: {}, identity: {}, enableCustomCommand: false };

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
    const { env } = processEnvironment({ ...base, deployment: deployment({ id: 'd' }), agentEnv });
    expect(env).toEqual({ ...passed, NODE_UNIT_DEPLOYMENT_ID: 'd', NODE_UNIT_CLAIM_EPOCH: '1' });
  });

  it('lets the deployment replace what comes from the agent, but not who the run is', () => {
    const own = { TZ: 'CET', TERMINAL_NAME: 'other', NODE_UNIT_DEPLOYMENT_ID: 'other', NODE_UNIT_CLAIM_EPOCH: '9' };
    const { env } = processEnvironment({
      agentEnv: { TZ: 'UTC' },
      identity: { TERMINAL_NAME: 'mine' },
      enableCustomCommand: true,
      deployment: deployment({ id: 'd', env: own }),
    });
    expect(env).toEqual({
      TZ: 'CET',
      TERMINAL_NAME: 'mine',
      NODE_UNIT_DEPLOYMENT_ID: 'd',
      NODE_UNIT_CLAIM_EPOCH: '1',
    });
  });

  it('withholds what loads foreign code unless the deployment may run any command', () => {
    const env = { NODE_OPTIONS: '--require=/tmp/x.js', LD_PRELOAD: '/tmp/x.so', MINE: '1' };
    const row = deployment({ id: 'd', env });
    const withheld = processEnvironment({ ...base, deployment: row });
    expect(withheld.ignored).toEqual(['NODE_OPTIONS', 'LD_PRELOAD']);
    expect(Object.keys(withheld.env)).toEqual(['MINE', 'NODE_UNIT_DEPLOYMENT_ID', 'NODE_UNIT_CLAIM_EPOCH']);
    const given = processEnvironment({ ...base, deployment: row, enableCustomCommand: true });
    expect(given).toMatchObject({ ignored: [], env });
  });
});

describe(foreignCodeVariables.name, () => {
  it.each(['', '--max-old-space-size=512 --enable-source-maps', ' --no-warnings  --unhandled-rejections=strict '])(
    'lets NODE_OPTIONS "%s" pass',
    (value) => expect(foreignCodeVariables({ NODE_OPTIONS: value })).toEqual([]),
  );

  it.each([
    '-r /x',
    '--require /x',
    '--import=data:text/javascript,1',
    '--no-warnings --loader=/x',
    '--inspect',
    '"--import" /x',
  ])('withholds NODE_OPTIONS "%s"', (value) =>
    expect(foreignCodeVariables({ NODE_OPTIONS: value })).toEqual(['NODE_OPTIONS']),
  );
});
