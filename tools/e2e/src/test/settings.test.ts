import { describe, expect, it } from 'vitest';

import { useCluster } from './useCluster.js';

const cluster = useCluster();

describe('a node-unit that is started wrongly', { timeout: 180_000 }, () => {
  it.each([
    [
      'a misspelt policy',
      { NODE_UNIT_CLAIM_POLICY: 'least_deploymnets' },
      'NODE_UNIT_CLAIM_POLICY="least_deploymnets"',
    ],
    ['a misspelt variable', { NODE_UNIT_CLAIM_POLCY: 'none' }, 'did you mean NODE_UNIT_CLAIM_POLICY?'],
    ['an interval that is none', { NODE_UNIT_SCHEDULER_INTERVAL_MS: '5s' }, 'NODE_UNIT_SCHEDULER_INTERVAL_MS="5s"'],
    ['a weight that is none', { NODE_UNIT_CPU_WEIGHT: '-1' }, 'expected a number, at least 0'],
    ['a regular expression that is none', { TRUSTED_PACKAGE_REGEXP: '(' }, 'TRUSTED_PACKAGE_REGEXP="("'],
    ['a private key that is none', { NODE_UNIT_PRIVATE_KEY: 'hunter2' }, 'NODE_UNIT_PRIVATE_KEY=<secret>'],
    ['a number of cores that is none', { NODE_UNIT_CPU_CORES: '-1' }, 'expected a number above 0'],
    ['no host', { HOST_URL: '' }, 'HOST_URL is not set'],
  ])('says so in one line and exits with 2: %s', async (_case, env, message) => {
    const { exited } = cluster().local.startNodeUnit({ name: 'wrong', env });
    const { exitCode, errorText } = await exited;
    expect(exitCode).toBe(2);
    expect(errorText.split('\n')).toHaveLength(1);
    expect(errorText).toContain(message);
    expect(errorText).not.toContain('hunter2');
  });

  it('ends with 2 if another process has its identity, says what to do, and leaves that one alone', async () => {
    const first = cluster().local.startNodeUnit({ name: 'twin' });
    await first.logged('HostConnection', ({ state }) => state === 'connected');
    const second = cluster().local.startNodeUnit({ name: 'twin' });
    const { exitCode, errorText } = await second.exited;
    expect(exitCode).toBe(2);
    expect(errorText).toContain('NODE_UNIT_NAME and NODE_UNIT_PASSWORD');
    first.signal('SIGTERM');
    expect(await first.exited).toMatchObject({ exitCode: 0, errorText: '' });
  });
});

describe('the capacity of a node-unit', { timeout: 180_000 }, () => {
  it('is what its settings say, whatever the machine has', async () => {
    await cluster().join(['capped'], { NODE_UNIT_CPU_CORES: '0.5', NODE_UNIT_MEMORY_MB: '100' });
    const { nodeUnits } = await cluster().until('it is listed', (picture) =>
      picture.nodeUnits.some(({ name }) => name === 'capped'),
    );
    const capped = nodeUnits.find(({ name }) => name === 'capped');
    expect(capped?.capacity).toEqual({ cpuCores: 0.5, memoryTotalMb: 100 });
  });
});
