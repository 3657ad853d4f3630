import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

import { describe, expect, it } from 'vitest';

import { useCluster } from './useCluster.js';

const REPOSITORY = fileURLToPath(new URL('../../../..', import.meta.url));
const cluster = useCluster();

function policyOf(readme: string): string {
  const text = readFileSync(join(REPOSITORY, readme), 'utf8');
  const [, code = ''] = /<!-- example:policy -->\s+```js\n(.*?)```/s.exec(text) ?? [];
  return code;
}

describe('the policy in the README', { timeout: 180_000 }, () => {
  it('has at most 20 lines, and is the same in both languages', () => {
    const lines = policyOf('README.md').trim().split('\n');
    expect(lines.length).toBeGreaterThan(5);
    expect(lines.length).toBeLessThanOrEqual(20);
    expect(policyOf('README.zh-CN.md')).toBe(policyOf('README.md'));
  });

  it('is loaded by its path and decides who claims', async () => {
    const path = join(cluster().local.folder, 'fewest-per-gb.mjs');
    writeFileSync(path, policyOf('README.md'));
    const policy = { NODE_UNIT_CLAIM_POLICY: './fewest-per-gb.mjs', RESERVE_MB: '100' };
    await cluster().join(['one', 'two'], policy);
    await cluster().runSamples(3);
    const verdicts = ['one', 'two'].flatMap((name) => cluster().logged(name, 'DeploymentClaimEligibility'));
    expect(verdicts.every((record) => record['policy'] === 'fewest_per_gb')).toBe(true);
    const sizes = verdicts.map((record) => (record['min_metrics'] as Record<string, number>)['gb']);
    expect(sizes.every((gb) => Number(gb) > 0)).toBe(true);
  });

  it('says what is wrong with its setting', async () => {
    const env = { NODE_UNIT_CLAIM_POLICY: './fewest-per-gb.mjs', RESERVE_MB: 'lots' };
    const { exitCode, errorText } = await cluster().local.startNodeUnit({ name: 'wrong', env }).exited;
    expect(exitCode).toBe(2);
    expect(errorText).toContain('is not usable: RESERVE_MB=lots is not allowed: expected a number from 0 up');
    expect(errorText).toContain(`found ${pathToFileURL(join(cluster().local.folder, 'fewest-per-gb.mjs')).href}`);
    expect(errorText.split('\n')).toHaveLength(1);
  });
});
