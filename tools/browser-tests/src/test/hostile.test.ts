import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { findChromium } from '../Browser.js';
import { giveToken, usePage } from './usePage.js';

const MARKUP = '<img src=x onerror="document.title=1"><script>document.title=1</script>';
const ESCAPES = '\u001b]0;title\u0007\u001b[2J\u202egnp.exe';
const SLOW = { timeout: 30_000 };

const PROGRAM = `
console.log(${JSON.stringify(MARKUP)} + ' in a line');
console.log(${JSON.stringify(ESCAPES)} + ' in a line');
console.log('x'.repeat(1024 * 1024));
console.log('the end');
setInterval(() => {}, 60_000);
`;

describe.skipIf(findChromium() === undefined)('hostile text', { timeout: 120_000 }, () => {
  const opened = usePage();
  let folder: string;
  beforeAll(async () => {
    folder = join(await mkdtemp(join(tmpdir(), 'hostile-')), 'package');
    await mkdir(folder);
    await writeFile(
      join(folder, 'package.json'),
      JSON.stringify({ name: 'hostile', version: '1.0.0', main: 'index.js' }),
    );
    await writeFile(join(folder, 'index.js'), PROGRAM);
  });
  afterAll(() => rm(join(folder, '..'), { recursive: true }));

  it('is text in the tables', async () => {
    const { cluster, page } = opened();
    await giveToken(opened());
    await cluster.join(['one']);
    await cluster.local.sql(
      `insert into deployment (name, package_name, package_version, env, args)
       values ('hostile', 'hostile', $2, jsonb_build_object('A', $1::text), jsonb_build_array($1::text))`,
      [MARKUP, `file:${folder}`],
    );
    await cluster.local.sql(
      `insert into deployment (package_name, package_version, enabled) values ($1, 'a', false), ('b', $2, false), ('c', $3, false)`,
      [MARKUP, ESCAPES, 'y'.repeat(1024 * 1024)],
    );
    const rows = page.getByRole('table', { name: 'Deployments' }).getByRole('row');
    await rows.filter({ hasText: 'hostile/0' }).getByText('running').waitFor(SLOW);
    await rows.filter({ hasText: MARKUP }).waitFor(SLOW);
    await expect.poll(() => page.getByText('<202E>').count()).toBeGreaterThan(0);
  });

  it('is text in the output of a deployment', async () => {
    const { page } = opened();
    await page.getByRole('link', { name: 'hostile/0' }).first().click();
    const log = page.getByRole('log');
    await log.getByText('the end').waitFor(SLOW);
    await log.getByText(`${MARKUP} in a line`).waitFor();
    await log.getByText(/␛\]0;title␇.*<202E>gnp\.exe in a line/).waitFor();
    const longest = await log.evaluate((element) =>
      Math.max(...[...element.querySelectorAll('span')].map(({ textContent }) => textContent.length)),
    );
    expect(longest).toBeLessThan(5_000);
  });

  it('has become neither markup nor code', async () => {
    const { page, browser } = opened();
    expect(await page.title()).toBe('node-unit');
    expect(await page.locator('main img, main script').count()).toBe(0);
    expect(browser.complaints).toEqual([]);
  });
});
