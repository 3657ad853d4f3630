import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { TestHub } from './TestHub.js';

let folder: string;
let hub: TestHub;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'page-'));
  await mkdir(join(folder, 'dist/assets'), { recursive: true });
  await writeFile(join(folder, 'secret.txt'), 'secret');
  await writeFile(join(folder, 'dist/index.html'), '<!doctype html>');
  await writeFile(join(folder, 'dist/assets/index-1.js'), 'void 0;');
  hub = await new TestHub({ tokens: ['a token'], pageFolder: join(folder, 'dist') }).start();
});
afterEach(async () => {
  await hub.dispose();
  await rm(folder, { recursive: true });
});

const get = (path: string, init: RequestInit = {}): Promise<Response> =>
  fetch(hub.url.replace('ws', 'http') + path, init);

describe('the page of a host', () => {
  it('is served without a token, under a strict policy', async () => {
    const response = await get('/');
    expect(await response.text()).toBe('<!doctype html>');
    const headers = Object.fromEntries(response.headers);
    expect(headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-cache',
      'content-encoding': 'gzip',
    });
    expect(headers['content-security-policy']).toContain("default-src 'none'; script-src 'self'; style-src 'self'");
    expect(headers['access-control-allow-origin']).toBeUndefined();
  });

  it('is not sent again if it is known, and its assets never change', async () => {
    const first = await get('/');
    const again = await get('/', { headers: { 'if-none-match': first.headers.get('etag') ?? '' } });
    expect(again.status).toBe(304);
    const asset = await get('/assets/index-1.js', { headers: { 'accept-encoding': 'identity' } });
    expect(asset.headers.get('cache-control')).toContain('immutable');
    expect(asset.headers.get('content-encoding')).toBeNull();
    expect(await asset.text()).toBe('void 0;');
  });

  it.each([
    '/secret.txt',
    '/../secret.txt',
    '/%2e%2e/secret.txt',
    '/assets/..%2f..%2fsecret.txt',
    '/assets/',
    '/assets',
  ])('does not contain %s', async (path) => {
    const { hostname, port } = new URL(hub.url.replace('ws', 'http'));
    const { request } = await import('node:http');
    const status = await new Promise((resolve) =>
      request({ hostname, port, path }, (response) => resolve(response.resume().statusCode)).end(),
    );
    expect(status).toBe(404);
  });

  it('is only read', async () => {
    expect((await get('/', { method: 'POST' })).status).toBe(405);
  });

  it('says what to do if it is not installed', async () => {
    await hub.dispose();
    hub = await new TestHub({ pageFolder: join(folder, 'nothing') }).start();
    const response = await get('/');
    expect(response.status).toBe(404);
    expect(await response.text()).toContain('install the package @node-unit/dashboard');
  });
});
