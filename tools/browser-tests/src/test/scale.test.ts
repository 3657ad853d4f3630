import { describe, expect, it } from 'vitest';

import { findChromium } from '../Browser.js';
import { measureFrames } from '../frameTimes.js';
import { giveToken, usePage } from './usePage.js';

const DEPLOYMENTS = 10_000;
const NODE_UNITS = 1_000;

describe.skipIf(findChromium() === undefined)('the page of a large cluster', { timeout: 180_000 }, () => {
  const opened = usePage();

  it('shows all deployments and node-units', async () => {
    const { cluster, page } = opened();
    await cluster.local.sql(
      `insert into deployment (name, replica, package_name, package_version, enabled)
       select 'service-' || n / 10, n % 10, 'package-' || n % 7, '1.0.' || n % 3, false from generate_series(0, $1 - 1) n`,
      [DEPLOYMENTS],
    );
    await cluster.local.sql(
      `insert into node_unit (address, name, drained_at) select 'address-' || n, 'machine-' || n, now() from generate_series(1, $1) n`,
      [NODE_UNITS],
    );
    await giveToken(opened());
    await page.getByText(`0 / ${DEPLOYMENTS} deployments running`).waitFor({ timeout: 60_000 });
    const table = page.getByRole('table', { name: 'Deployments' });
    expect(await table.getAttribute('aria-rowcount')).toBe(String(DEPLOYMENTS + 1));
    expect(await page.getByRole('table', { name: 'Node-units' }).getAttribute('aria-rowcount')).toBe(
      String(NODE_UNITS + 1),
    );
    expect(await table.getByRole('row').count()).toBeLessThan(60);
  });

  it('scrolls through all of them', async () => {
    const { page } = opened();
    const rows = page.getByRole('rowgroup', { name: 'Deployments' });
    const times = await measureFrames(page, () => rows.evaluate(scrollToEnd));
    process.stdout.write(`frames of a scroll through ${DEPLOYMENTS} deployments, in ms: ${JSON.stringify(times)}\n`);
    expect(times.frames).toBeGreaterThan(50);
    await page.getByRole('row').filter({ hasText: 'service-999/9' }).waitFor();
  });

  it('finds one of them', async () => {
    const { page } = opened();
    await page.getByLabel('Find by name, ID, package or node-unit').fill('service-77/7');
    await page.getByText(`1 of ${DEPLOYMENTS}`).waitFor();
    await page.getByRole('link', { name: 'service-77/7' }).waitFor();
    expect(opened().browser.complaints).toEqual([]);
  });
});

/** Runs in the page. */
function scrollToEnd(rows: HTMLElement | SVGElement): Promise<void> {
  const step = rows.scrollHeight / 240;
  return new Promise((resolve) => {
    const scroll = (): void => {
      rows.scrollTop += step;
      if (rows.scrollTop + rows.clientHeight >= rows.scrollHeight - 1) resolve();
      else requestAnimationFrame(scroll);
    };
    scroll();
  });
}
