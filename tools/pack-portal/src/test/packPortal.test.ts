import { execFile } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { isolatedEnvironment, type LocalCluster, startLocalCluster, startProgram } from '@node-unit/local-cluster';
import { connectTerminal, type Terminal, type TerminalInfo } from '@node-unit/protocol';
import { filter, firstValueFrom, map, timeout } from 'rxjs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { packPortal } from '../index.js';

const run = promisify(execFile);
const DEADLINE_MS = 120_000;
let cluster: LocalCluster;
let terminal: Terminal;
let tarball: string;
beforeAll(async () => {
  cluster = await startLocalCluster();
  terminal = connectTerminal({ hostUrl: cluster.hostUrl, hostToken: cluster.hostToken, name: 'test' });
  terminal.offerService({ method: 'Offered', schema: {} }, () => [{ res: { code: 0, message: 'OK' } }]);
  // A bridge from the host to itself: what comes over it was taken over by a portal.
  await cluster.sql(
    `insert into portal_config (external_host_url, is_import, filter_schema, enabled)
     values ($1, true, '{"properties":{"method":{"const":"Offered"}}}', true)`,
    [`${cluster.hostUrl}/?host_token=${cluster.hostToken}`],
  );
  tarball = await packPortal(join(cluster.folder, 'packed'));
}, DEADLINE_MS);
afterAll(async () => {
  await terminal.dispose();
  await cluster.stop();
});

function offersAs(deploymentId: string, { tags, serviceInfo = {} }: TerminalInfo): boolean {
  const isTheirs = tags?.['portal'] === 'true' && tags['deployment_id'] === deploymentId;
  return isTheirs && Object.values(serviceInfo).some(({ method }) => method === 'Offered');
}

/** Resolves with the answer that comes through the portal of a deployment. */
async function answerThrough(deploymentId: string): Promise<number | string> {
  const portal$ = terminal.terminalInfos$.pipe(
    map((terminals) => terminals.find((other) => offersAs(deploymentId, other))),
    filter((portal) => portal !== undefined),
    timeout(DEADLINE_MS),
  );
  const { terminal_id: targetTerminalId } = await firstValueFrom(portal$);
  return (await terminal.requestForResponse({ method: 'Offered', req: {}, targetTerminalId })).code;
}

describe(packPortal.name, { timeout: 2 * DEADLINE_MS }, () => {
  it('makes a package that is installed without a registry and runs in an empty folder', async () => {
    const folder = join(cluster.folder, 'empty');
    await mkdir(folder);
    await writeFile(join(folder, 'package.json'), '{"private":true}');
    const env = isolatedEnvironment(folder);
    await run('npm', ['install', '--offline', '--no-audit', '--no-fund', `file:${tarball}`], { cwd: folder, env });
    const installed = join(folder, 'node_modules', '@node-unit', 'portal');
    const packed = JSON.parse(await readFile(join(installed, 'package.json'), 'utf8')) as object;
    expect(packed).not.toHaveProperty('dependencies');
    const portal = startProgram({
      name: 'portal',
      entry: createRequire(join(folder, 'x.js')).resolve(installed),
      cwd: folder,
      env: { ...env, HOST_URL: cluster.hostUrl, HOST_TOKEN: cluster.hostToken, NODE_UNIT_DEPLOYMENT_ID: 'by itself' },
    });
    expect(await answerThrough('by itself')).toBe(0);
    portal.signal('SIGTERM');
    expect(await portal.exited).toMatchObject({ exitCode: 0 });
  });

  it('is what a node-unit installs and runs as a deployment', async () => {
    const node = cluster.startNodeUnit({ name: 'one' });
    const [row] = await cluster.sql(
      `insert into deployment (package_name, package_version) values ('@node-unit/portal', $1) returning id`,
      [`file:${tarball}`],
    );
    expect(await answerThrough(String(row?.['id']))).toBe(0);
    node.signal('SIGTERM');
    expect(await node.exited).toMatchObject({ exitCode: 0 });
  });
});
