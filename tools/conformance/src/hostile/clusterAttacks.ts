import { HOST_ID, type JsonObject, type Response, type Terminal } from '@node-unit/protocol';
import { filter, firstValueFrom, map, timeout } from 'rxjs';

import type { Attack, Foothold } from './Attack.js';

const PATIENCE_MS = 3_000;
const CATASTROPHIC = { type: 'string', pattern: '^([0-9a-f-]+)+!$' };

/** What another terminal answers, or why there is no answer. */
async function ask(terminal: Terminal, method: string, req: JsonObject, targetTerminalId?: string): Promise<Response> {
  const call = { method, req, timeoutMs: PATIENCE_MS, ...(targetTerminalId !== undefined && { targetTerminalId }) };
  return terminal
    .requestForResponse(call)
    .catch((error: unknown): Response => ({ code: 'NOT_ASKED', message: String(error) }));
}

/** Whoever offers a method, as the directory says. */
async function idsOffering(terminal: Terminal, method: string): Promise<readonly string[]> {
  const terminals = await firstValueFrom(terminal.terminalInfos$);
  return terminals
    .filter(({ serviceInfo = {} }) => Object.values(serviceInfo).some((service) => service.method === method))
    .map(({ terminal_id }) => terminal_id);
}

/** Whether others come to see this terminal with the method. */
function isListedWith(terminal: Terminal, method: string): Promise<boolean> {
  const listed$ = terminal.terminalInfos$.pipe(
    map((terminals) => terminals.find(({ terminal_id }) => terminal_id === terminal.terminalId)),
    filter((info) => Object.values(info?.serviceInfo ?? {}).some((service) => service.method === method)),
    timeout(PATIENCE_MS),
  );
  return firstValueFrom(listed$).then(
    () => true,
    () => false,
  );
}

async function offer(terminal: Terminal, method: string, schema: object): Promise<string | undefined> {
  const service = terminal.offerService({ method, schema: { ...schema } }, () => [
    { frame: { kind: 'snapshot', rows: [] } },
  ]);
  const isListed = await isListedWith(terminal, method);
  service.unsubscribe();
  return isListed ? `everybody is told that it offers ${method}` : undefined;
}

async function success(terminal: Terminal, method: string, req: JsonObject): Promise<string | undefined> {
  const [storage] = await idsOffering(terminal, 'Deployment/Watch');
  const answers = [await ask(terminal, method, req), await ask(terminal, method, req, storage)];
  const good = answers.find(({ code }) => code === 0);
  return good && `${method} was answered ${JSON.stringify(good).slice(0, 300)}`;
}

async function watch({ terminal }: Foothold): Promise<string | undefined> {
  const [storage] = await idsOffering(terminal, 'Deployment/Watch');
  if (storage === undefined) return undefined;
  const frames$ = terminal.request({ method: 'Deployment/Watch', req: {}, targetTerminalId: storage }).pipe(
    filter(({ frame }) => frame !== undefined),
    timeout(PATIENCE_MS),
  );
  return firstValueFrom(frames$).then(
    ({ frame }) => `the table: ${JSON.stringify(frame).slice(0, 300)}`,
    () => undefined,
  );
}

async function portalConfig({ terminal }: Foothold): Promise<string | undefined> {
  const values$ = terminal.subscribeChannel({ type: 'PortalConfig' }).pipe(timeout(PATIENCE_MS));
  return firstValueFrom(values$).then(
    (value) => `the portal configuration: ${JSON.stringify(value).slice(0, 300)}`,
    () => undefined,
  );
}

async function tagsOfANodeUnit({ terminal }: Foothold): Promise<string | undefined> {
  const tags = { node_unit: 'true', node_unit_address: terminal.terminalId, node_unit_name: 'thief' };
  const req = { terminal_id: terminal.terminalId, name: 'thief', tags };
  const { code } = await ask(terminal, 'UpdateTerminalInfo', req, HOST_ID);
  return code === 0 ? 'everybody takes it for a node-unit' : undefined;
}

async function serviceIds({ terminal }: Foothold): Promise<string | undefined> {
  const terminals = await firstValueFrom(terminal.terminalInfos$);
  const others = terminals.filter(({ terminal_id }) => ![HOST_ID, terminal.terminalId].includes(terminal_id));
  const stolen = others.flatMap(({ serviceInfo = {} }) => Object.keys(serviceInfo))[0];
  for (const service_id of ['SQL', 'Deployment/Claim', stolen ?? 'Ping']) {
    const serviceInfo = { [service_id]: { service_id, method: 'Mine', schema: {} } };
    const req = { terminal_id: terminal.terminalId, serviceInfo };
    const { code } = await ask(terminal, 'UpdateTerminalInfo', req, HOST_ID);
    if (code === 0) return `callers of ${service_id} come to it`;
  }
  return undefined;
}

async function byServiceId({ terminal }: Foothold): Promise<string | undefined> {
  const terminals = await firstValueFrom(terminal.terminalInfos$);
  const services = terminals.flatMap(({ terminal_id, serviceInfo = {} }) =>
    Object.values(serviceInfo).map(({ service_id, method }) => ({ terminal_id, service_id, method })),
  );
  const claim = services.find(({ method }) => method === 'Deployment/Claim');
  if (!claim) return undefined;
  const req = { deployment_id: '00000000-0000-4000-8000-000000000000', address: terminal.terminalId };
  const call = { method: 'Ping', serviceId: claim.service_id, targetTerminalId: claim.terminal_id, req };
  const { code, data } = await terminal
    .requestForResponse({ ...call, timeoutMs: PATIENCE_MS })
    .catch((): Response => ({ code: 'NOT_ASKED', message: '' }));
  return code === 0 && data !== undefined ? 'a member answered a call that is not for workloads' : undefined;
}

async function release({ terminal, agentAddress }: Foothold): Promise<string | undefined> {
  return success(terminal, 'Deployment/Release', { addresses: [agentAddress] });
}

async function claim({ terminal, env }: Foothold): Promise<string | undefined> {
  const deployment_id = env['NODE_UNIT_DEPLOYMENT_ID'] ?? '';
  return success(terminal, 'Deployment/Claim', { deployment_id, address: terminal.terminalId });
}

/** What is tried on the host and on the storage. */
export const clusterAttacks: readonly Attack[] = [
  { id: 'S1', goal: 'be the storage', run: ({ terminal }) => offer(terminal, 'Deployment/Watch', {}) },
  { id: 'S2', goal: 'hang who claims', run: ({ terminal }) => offer(terminal, 'Deployment/Claim', CATASTROPHIC) },
  { id: 'S3', goal: 'release an online node-unit', run: release },
  { id: 'S4', goal: 'claim a deployment', run: claim },
  { id: 'S4', goal: 'pose as a node-unit', run: tagsOfANodeUnit },
  { id: 'S4', goal: 'read the table', run: watch },
  { id: 'S6', goal: 'divert calls', run: serviceIds },
  { id: 'S6', goal: 'call a service by its id', run: byServiceId },
  { id: 'S7', goal: 'read tokens of other hosts', run: portalConfig },
  { id: '11', goal: 'run SQL', run: ({ terminal }) => success(terminal, 'SQL', { query: 'select 1' }) },
  {
    id: '11',
    goal: 'end its node-unit',
    run: async ({ terminal, agentAddress }) => {
      const { code } = await ask(terminal, 'Terminate', {}, agentAddress);
      return code === 0 ? 'it ends' : undefined;
    },
  },
];
