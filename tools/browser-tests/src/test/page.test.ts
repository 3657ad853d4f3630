import { createKeyPair } from '@node-unit/protocol';
import { describe, expect, it } from 'vitest';

import { findChromium } from '../Browser.js';
import { giveKey, giveToken, usePage } from './usePage.js';

const SLOW = { timeout: 30_000 };

describe.skipIf(findChromium() === undefined)('the page', { timeout: 120_000 }, () => {
  const opened = usePage();
  const row = (name: string) => opened().page.getByRole('row').filter({ hasText: name });

  it('asks for the token of the host, and refuses another', async () => {
    const { page } = opened();
    await page.getByLabel('Host token').fill('not the token');
    await page.getByRole('button', { name: 'Connect' }).click();
    await page.getByText('The host refused this token.').waitFor();
    await giveToken(opened());
  });

  it('shows the node-units and what they run', async () => {
    const { cluster, page } = opened();
    await cluster.join(['alpha', 'beta', 'gamma']);
    const [first] = await cluster.local.insertSamples(6);
    await cluster.local.sql(`update deployment set name = 'web' where id = $1`, [first]);
    await row('web/0').getByText('running').waitFor(SLOW);
    for (const name of ['alpha', 'beta', 'gamma']) await row(name).getByText('online').waitFor();
    await page.getByText('6 / 6 deployments running').waitFor(SLOW);
    await page.getByLabel('Find by name, ID, package or node-unit').fill(first ?? '');
    await expect.poll(() => page.getByRole('table', { name: 'Deployments' }).getByRole('row').count()).toBe(2);
    await page.getByLabel('Find by name, ID, package or node-unit').press('Enter');
    await page.getByRole('heading', { name: 'web/0' }).waitFor();
  });

  it('follows the output of a deployment, and searches it', async () => {
    const { cluster, page } = opened();
    const log = page.getByRole('log');
    await log
      .getByText(/from process \d+/)
      .first()
      .waitFor(SLOW);
    await cluster.local.sql(`update deployment set args = '["a new greeting"]' where name = 'web'`);
    await log.getByText('told to stop').waitFor(SLOW);
    await log.getByText('a new greeting').waitFor(SLOW);
    await page.getByLabel('Search the lines').fill('told');
    await expect.poll(() => log.getByText('a new greeting').count()).toBe(0);
    await page.getByLabel('Search the lines').fill('');
  });

  it('changes nothing without a key, and says that it needs one', async () => {
    const { page } = opened();
    await page.getByText('This needs an operator key.').waitFor();
    expect(await page.getByRole('button', { name: 'Disable' }).isDisabled()).toBe(true);
  });

  it('is refused with a key that the storage does not know', async () => {
    const { page, cluster } = opened();
    await giveKey(opened(), createKeyPair().privateKey);
    await page.getByRole('button', { name: 'Disable' }).click();
    await page.getByText(/Failed: .*OPERATOR_PUBLIC_KEYS/).waitFor(SLOW);
    const rows = await cluster.local.sql(`select enabled from deployment where name = 'web'`);
    expect(rows).toEqual([{ enabled: true }]);
    await page.getByRole('button', { name: 'Close' }).click();
    await page.getByTitle('Use an operator key').click();
    await page.getByRole('button', { name: 'Forget key' }).click();
  });

  it('disables a deployment with the key of an operator, and enables it again', async () => {
    const { page, cluster } = opened();
    await giveKey(opened(), cluster.local.operatorKey.privateKey);
    await page.getByRole('button', { name: 'Disable' }).click();
    await page.getByRole('heading', { name: 'web/0 disabled' }).waitFor(SLOW);
    expect(await cluster.local.sql(`select enabled from deployment where name = 'web'`)).toEqual([{ enabled: false }]);
    await page.getByRole('button', { name: 'Enable' }).click();
    await page.getByRole('heading', { name: 'web/0 running' }).waitFor(SLOW);
  });

  it('keeps the token and the key over a reload, and neither in a cookie or in its address', async () => {
    const { page, cluster } = opened();
    await page.reload();
    await page.getByRole('button', { name: /^Operator / }).waitFor();
    await page.getByRole('heading', { name: 'web/0 running' }).waitFor(SLOW);
    const kept = await page.evaluate('document.cookie + location.href + JSON.stringify({ ...localStorage })');
    expect(kept).not.toContain(cluster.local.hostToken);
    expect(kept).not.toContain(cluster.local.operatorKey.privateKey);
  });

  it('says why a deployment has no node-unit', async () => {
    const { page, cluster } = opened();
    await page.getByRole('link', { name: '← All deployments' }).click();
    await cluster.local.sql(
      `insert into deployment (name, package_name, package_version, constraints)
       values ('gpu', 'trainer', '1.0.0', '{"gpu": "true"}')`,
    );
    const unassigned = page.getByRole('region', { name: 'Unassigned' });
    await unassigned.getByText('Why').click();
    await unassigned
      .getByText(/constraints.*gpu/)
      .first()
      .waitFor(SLOW);
    await unassigned.getByText('The node-units agree.').waitFor();
    await unassigned.getByRole('cell', { name: 'alpha, beta, gamma' }).waitFor();
  });

  it('drains a node-unit and lets it claim again', async () => {
    const { page } = opened();
    await row('alpha').getByRole('link', { name: 'alpha' }).first().click();
    await page.getByLabel('Reason').fill('a new disk');
    await page.getByRole('button', { name: 'Drain' }).click();
    await page.getByRole('heading', { name: 'alpha drained' }).waitFor(SLOW);
    await page.getByText('Done.').waitFor(SLOW);
    await page.getByRole('button', { name: 'Undrain' }).click();
    await page.getByRole('heading', { name: 'alpha online' }).waitFor(SLOW);
    await page.getByRole('link', { name: 'node-unit', exact: true }).click();
  });

  it('shows the loss of a node-unit and the failover', async () => {
    const { page, cluster } = opened();
    const nodeUnits = page.getByRole('table', { name: 'Node-units' });
    const beta = nodeUnits.getByRole('row').filter({ hasText: 'beta' });
    await beta.getByText('online').waitFor();
    const startedMs = performance.now();
    cluster.signal('beta', 'SIGKILL');
    await beta.getByText('offline').waitFor(SLOW);
    process.stdout.write(`kill -9 was shown after ${Math.round(performance.now() - startedMs)} ms\n`);
    await page
      .getByText(/moved from beta|left beta/)
      .first()
      .waitFor(SLOW);
    await page.getByText('6 / 7 deployments running').waitFor(SLOW);
  });

  it('speaks Chinese, and is used by keyboard', async () => {
    const { page } = opened();
    await page.getByTitle('以中文显示').click();
    await page.getByRole('heading', { name: '部署' }).waitFor();
    expect(await page.evaluate('document.documentElement.lang')).toBe('zh-CN');
    await page.getByTitle('Show in English').click();
    await page.reload();
    await page.getByRole('heading', { name: 'Deployments' }).waitFor();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    expect(await page.evaluate('document.activeElement.id')).toBe('content');
  });

  it('has broken no rule of its policy, and no script has failed', () => {
    expect(opened().browser.complaints).toEqual([]);
  });
});
