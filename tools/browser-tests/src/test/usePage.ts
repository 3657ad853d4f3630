import { TestCluster } from '@node-unit/e2e';
import { startLocalCluster } from '@node-unit/local-cluster';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll } from 'vitest';

import { Browser, type BrowserOptions } from '../Browser.js';

/** A page on a cluster of its own. */
export interface PageOnCluster {
  readonly cluster: TestCluster;
  readonly browser: Browser;
  readonly page: Page;
}

/** Starts a cluster and opens its page before the tests of a file; ends both after them. */
export function usePage(options: BrowserOptions = {}): () => PageOnCluster {
  const opened: Partial<{ -readonly [Part in keyof PageOnCluster]: PageOnCluster[Part] }> = {};
  beforeAll(async () => {
    opened.cluster = new TestCluster(await startLocalCluster());
    opened.browser = await Browser.start(options);
    opened.page = await opened.browser.open(opened.cluster.local.hostUrl.replace('ws', 'http'));
  });
  afterAll(async () => {
    await opened.browser?.close();
    await opened.cluster?.local.stop();
  });
  return () => {
    const { cluster, browser, page } = opened;
    if (!cluster || !browser || !page) throw new Error('the page is opened before the tests');
    return { cluster, browser, page };
  };
}

export async function giveToken({ page, cluster }: PageOnCluster): Promise<void> {
  await page.getByLabel('Host token').fill(cluster.local.hostToken);
  await page.getByRole('button', { name: 'Connect' }).click();
  await page
    .getByRole('status')
    .filter({ hasText: /^connected$/ })
    .waitFor();
}

export async function giveKey({ page }: PageOnCluster, privateKey: string): Promise<void> {
  await page.getByTitle('Use an operator key').click();
  await page.getByLabel('Private key').fill(privateKey);
  await page.getByRole('button', { name: 'Use key' }).click();
  await page.getByRole('button', { name: /^Operator / }).waitFor();
}
