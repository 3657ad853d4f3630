import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { TestCluster } from '@node-unit/e2e';
import { startLocalCluster } from '@node-unit/local-cluster';
import type { Page } from 'playwright-core';

import { Browser } from './Browser.js';
import { type DemoPackage, DemoRegistry } from './DemoRegistry.js';

const NODE_UNITS = ['machine-a', 'machine-b', 'machine-c', 'machine-d'];

/** Writes a line now and then, and uses a little of the CPU. */
const PROGRAM = `
let count = 0;
const work = () => {
  const end = Date.now() + 20 + Math.random() * 60;
  while (Date.now() < end);
  count += 1;
  console.log('GET /orders/' + count + ' 200 in ' + Math.round(5 + Math.random() * 40) + ' ms');
  if (count % 7 === 0) console.error('GET /orders/' + count + ' was slow: the pool of connections is exhausted');
  setTimeout(work, 700 + Math.random() * 600);
};
work();
`;

const PACKAGES: readonly DemoPackage[] = [
  { name: 'web', version: '2.3.1', program: PROGRAM },
  { name: 'orders', version: '1.14.0', program: PROGRAM },
  { name: 'mailer', version: '0.9.2', program: PROGRAM },
];

const ROWS = `
insert into deployment (name, replica, package_name, package_version, constraints)
select 'web', n, 'web', '^2.3.0', '{}'::jsonb from generate_series(0, 5) n union all
select 'orders', n, 'orders', '1.14.0', '{}'::jsonb from generate_series(0, 3) n union all
select 'mailer', 0, 'mailer', '~0.9.0', '{}'::jsonb union all
select 'thumbnails', 0, 'thumbnails', '3.0.0', '{"gpu": "true"}'::jsonb`;

/** Runs a cluster, lets one machine fail, and writes two pictures of the page into a folder. */
export async function takeScreenshots(folder: string): Promise<void> {
  const packages = await mkdtemp(join(tmpdir(), 'demo-'));
  const registry = await DemoRegistry.start(packages, PACKAGES);
  const local = await startLocalCluster();
  try {
    const cluster = new TestCluster(local);
    const env = { NODE_UNIT_SCHEDULER_INTERVAL_MS: '200', npm_config_registry: registry.url };
    await cluster.join(NODE_UNITS, env);
    await local.sql(ROWS);
    await photograph(cluster, folder, 'light', overview);
    await photograph(cluster, folder, 'dark', deployment);
  } finally {
    await local.stop();
    registry.close();
    await rm(packages, { recursive: true, force: true });
  }
}

type Scene = (page: Page, cluster: TestCluster, file: (name: string) => string) => Promise<void>;

async function photograph(cluster: TestCluster, folder: string, colorScheme: 'light' | 'dark', scene: Scene) {
  const browser = await Browser.start({ colorScheme });
  try {
    const page = await browser.open(cluster.local.hostUrl.replace('ws', 'http'));
    await page.getByLabel('Host token').fill(cluster.local.hostToken);
    await page.getByRole('button', { name: 'Connect' }).click();
    await page.getByTitle('Use an operator key').click();
    await page.getByLabel('Private key').fill(cluster.local.operatorKey.privateKey);
    await page.getByRole('button', { name: 'Use key' }).click();
    await scene(page, cluster, (name) => join(folder, name));
  } finally {
    await browser.close();
  }
}

const SLOW = { timeout: 120_000 };
const SEEN_MS = 45_000;

/** A while after a machine was lost: everything runs on the others. */
const overview: Scene = async (page, cluster, file) => {
  await page.getByText('11 / 12 deployments running').waitFor(SLOW);
  await page.waitForTimeout(SEEN_MS);
  cluster.signal('machine-c', 'SIGKILL');
  await page.getByText('3 / 4 node-units online').waitFor(SLOW);
  await page.getByText('11 / 12 deployments running').waitFor(SLOW);
  await page.getByRole('region', { name: 'Unassigned' }).getByText('Why').click();
  await page.getByText('The node-units agree.').waitFor(SLOW);
  await page.screenshot({ path: file('dashboard-overview.png') });
};

const deployment: Scene = async (page, _cluster, file) => {
  await page.getByRole('link', { name: 'orders/1', exact: true }).first().click();
  await page.getByText('The node-units agree.').waitFor(SLOW);
  await page.getByRole('log').getByText('was slow').first().waitFor(SLOW);
  await page.waitForTimeout(SEEN_MS / 3);
  await page.screenshot({ path: file('dashboard-deployment.png') });
};
