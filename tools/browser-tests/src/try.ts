import { startLocalCluster } from '@node-unit/local-cluster';
import { TestCluster } from '@node-unit/e2e';
import { Browser } from './Browser.js';

const local = await startLocalCluster();
try {
  const cluster = new TestCluster(local);
  await cluster.join(['alpha', 'beta', 'gamma']);
  await cluster.runSamples(9);
  await local.sql(`update deployment set name = 'web', replica = n - 1 from (select id as i, row_number() over (order by created_at, id) n from deployment) s where s.i = id and n <= 6`);
  await local.sql(`insert into deployment (name, package_name, package_version, constraints) values ('gpu-job', 'trainer', '1.0.0', '{"gpu": "true"}')`);
  const browser = await Browser.start();
  const page = await browser.open(local.hostUrl.replace('ws', 'http'));
  page.on('console', (m) => console.log('console', m.text()));
  await page.waitForTimeout(1000);
  await page.screenshot({ path: '/tmp/s0.png' });
  await page.getByLabel('Host token').fill(local.hostToken);
  await page.getByRole('button', { name: 'Connect' }).click();
  await page.waitForTimeout(12000);
  await page.screenshot({ path: '/tmp/s1.png' });
  await page.getByRole('link', { name: 'web/0' }).first().click();
  await page.waitForTimeout(1500);
  await page.screenshot({ path: '/tmp/s2.png' });
  console.log(browser.complaints);
  await browser.close();
} finally {
  await local.stop();
}
