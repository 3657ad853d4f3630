import { join } from 'node:path';

import { startHostProgram } from '@node-unit/local-cluster';
import { packPortal } from '@node-unit/pack-portal';
import { connectTerminal, type Terminal, type TerminalInfo, type TerminalOptions } from '@node-unit/protocol';
import { filter, firstValueFrom, map, timeout } from 'rxjs';

import { type Check, check } from '../Check.js';
import type { ScenarioRun } from '../ScenarioRun.js';
import type { PortalId } from './portalWords.js';

const METHOD = 'Demo/Echo';
const CONNECT_DEADLINE_MS = 60_000;
const isPortal = ({ name }: TerminalInfo): boolean => (name ?? '').startsWith('@node-unit/portal@');
const isExternal = ({ name }: TerminalInfo): boolean => name === 'Portal-External';
const offers = ({ serviceInfo }: TerminalInfo): boolean =>
  Object.values(serviceInfo ?? {}).some(({ method }) => method === METHOD);

/** The real portal as a package, and what it bridges: another host with a service, and the row that asks for it. */
export interface PortalWorkload {
  readonly spec: { readonly packageName: string; readonly packageVersion: string };
  /** Waits until that many portals are connected to both hosts, notes what the hosts list, and calls through one. */
  untilConnected(count: number): Promise<Readonly<Record<PortalId, Check>>>;
}

export async function preparePortals(run: ScenarioRun): Promise<PortalWorkload> {
  const { folder, hostUrl, hostToken } = run.cluster.local;
  const tarball = await packPortal(join(folder, 'packages'));
  const externalUrl = await startExternalHost(run);
  const external = connect(run, { hostUrl: externalUrl, name: 'demo-service' });
  external.offerService({ method: METHOD, schema: { type: 'object' } }, ({ req }) => [
    { res: { code: 0, message: 'OK', data: { echo: req } } },
  ]);
  run.fact('external_host');
  await run.sql(
    'insert into portal_config(external_host_url, is_import, filter_schema, enabled)\nvalues ($1, true, $2, true)',
    [externalUrl, JSON.stringify({ required: ['method'], properties: { method: { const: METHOD } } })],
  );
  run.fact('portal_configured');
  const own = connect(run, { hostUrl, hostToken, name: 'observer-of-portals' });
  return {
    spec: { packageName: '@node-unit/portal', packageVersion: `file:${tarball}` },
    untilConnected: async (count) => {
      const inside = await untilListed(own, (info) => isPortal(info) && offers(info), count);
      const outside = await untilListed(external, isExternal, count);
      run.fact('portals_connected', { count });
      const listed = (host: string) => (info: TerminalInfo) => ({ host, id: info.terminal_id, name: info.name ?? '' });
      run.recorder.terminals.push(...inside.map(listed('cluster')), ...outside.map(listed('external')));
      const { code, data } = await own.requestForResponse({ method: METHOD, req: { text: 'hello' } });
      return {
        portals_on_cluster_host: check(count, inside.length),
        portals_on_external_host: check(count, outside.length),
        service_through_portal: check({ code: 0, data: { echo: { text: 'hello' } } }, { code, data }),
      };
    },
  };
}

async function startExternalHost(run: ScenarioRun): Promise<string> {
  const host = startHostProgram(run.cluster.local.folder, 0);
  run.atEnd.push(async () => {
    host.signal('SIGTERM');
    await host.exited;
  });
  const listening = await host.logged('HostListening');
  run.recorder.program({ ...host, name: 'external-host' }, 'external-host');
  run.given.push(host);
  return `ws://127.0.0.1:${String(listening['port'])}`;
}

function connect(run: ScenarioRun, options: TerminalOptions): Terminal {
  const terminal = connectTerminal(options);
  run.atEnd.push(() => terminal.dispose());
  return terminal;
}

function untilListed(
  terminal: Terminal,
  accepts: (info: TerminalInfo) => boolean,
  count: number,
): Promise<readonly TerminalInfo[]> {
  return firstValueFrom(
    terminal.terminalInfos$.pipe(
      map((infos) => infos.filter(accepts)),
      filter((infos) => infos.length === count),
      timeout({ first: CONNECT_DEADLINE_MS, meta: `${count} portals` }),
    ),
  );
}
