import type { Response, ServiceEndpoint } from '@node-unit/protocol';
import { map, type Observable } from 'rxjs';

import type { Directory, HostEvent } from './directory/Directory.js';

/** What the host's services answer with. */
export interface HostServicesPorts {
  readonly directory: () => Directory;
  readonly events$: Observable<HostEvent>;
  readonly announce: (req: unknown, terminalId: string) => Response;
  readonly uptimeMs: () => number;
}

/** The schema of the one channel id that HostEvent has: the empty string. */
const HOST_EVENT_SCHEMA = {
  type: 'object',
  required: ['channel_id'],
  properties: { channel_id: { allOf: [{ type: 'string' }, { const: '' }] } },
};

/** Offers the services of the host's own terminal. */
export function offerHostServices(endpoint: ServiceEndpoint, ports: HostServicesPorts): void {
  const { directory, events$, announce, uptimeMs } = ports;
  endpoint.offer({ method: 'Ping', schema: {} }, () => [{ res: { code: 0, message: 'Pong' } }]);
  endpoint.offer({ method: 'SubscribeChannel/HostEvent', schema: HOST_EVENT_SCHEMA }, () =>
    events$.pipe(map((value) => ({ frame: { value } }))),
  );
  endpoint.offer({ method: 'GetTerminalInfos', schema: {} }, () => {
    const { terminals, seqId } = directory();
    const data = { terminals: [...terminals.values()], seq_id: seqId, uptime_ms: uptimeMs() };
    return [{ res: { code: 0, message: 'OK', data } }];
  });
  endpoint.offer({ method: 'UpdateTerminalInfo', schema: {} }, ({ req, sourceTerminalId }) => [
    { res: announce(req, sourceTerminalId) },
  ]);
}
