import { allRunning } from '@node-unit/local-cluster';
import { CuttableProxy } from '@node-unit/unitctl/CuttableProxy';
import { afterAll, describe, expect, it } from 'vitest';

import { useCluster } from './useCluster.js';

const cluster = useCluster();
const proxies: CuttableProxy[] = [];
afterAll(() => Promise.all(proxies.map((proxy) => proxy.close())));

async function wayTo(hostUrl: string): Promise<CuttableProxy> {
  const proxy = await CuttableProxy.open(hostUrl);
  proxies.push(proxy);
  return proxy;
}

describe('a node-unit that does not hear the host, on direct access to the database', { timeout: 180_000 }, () => {
  it('takes nothing from one that has joined meanwhile', async () => {
    const { local } = cluster();
    const [own, others] = [await wayTo(local.hostUrl), await wayTo(local.hostUrl)];
    others.cut();
    await cluster().join(['deaf'], { POSTGRES_URI: local.postgresUri, HOST_URL: own.url });
    // Once it has claimed, it decides.
    await cluster().runSamples(1);
    await local.sql(
      `insert into deployment (package_name, package_version, constraints)
       select package_name, package_version, '{"zone": "new"}' from deployment, generate_series(1, 5)`,
    );
    const joined = cluster().join(['newcomer'], { NODE_UNIT_TAGS: 'zone=new', HOST_URL: others.url });
    await local.nodeUnits.get('newcomer')?.logged('NodeUnitStarted');
    own.cut();
    others.heal();
    await joined;
    const isNoticed = cluster().until('the host has noticed the silence', ({ nodeUnits }) => nodeUnits.length === 1);
    await cluster().until('all samples run', allRunning);
    await isNoticed;
    const taken = (await cluster().history()).filter(
      ({ previousAddress }) => previousAddress === local.addressOf('newcomer'),
    );
    expect(taken).toEqual([]);
    expect(cluster().logged('deaf', 'DeploymentRelease')).toEqual([]);
  });
});
