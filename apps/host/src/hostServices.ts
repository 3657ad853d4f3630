import { HOST_SERVICES, type Response, type ServiceEndpoint } from '@node-unit/protocol';
import { map, type Observable } from 'rxjs';

import type { Directory, HostEvent } from './directory/Directory.js';

/** What the host's services answer with. */
export interface HostServicesPorts {
  readonly directory: () => Directory;
  readonly events$: Observable<HostEvent>;
  readonly announce: (req: unknown, terminalId: string) => Response;
  readonly uptimeMs: () => number;
}

/** Offers the services of the host's own terminal. */
export function offerHostServices(endpoint: ServiceEndpoint, ports: HostServicesPorts): void {
  const { directory, events$, announce, uptimeMs } = ports;
  endpoint.offer(HOST_SERVICES.ping, () => [{ res: { code: 0, message: 'Pong' } }]);
  endpoint.offer(HOST_SERVICES.hostEvent, () => events$.pipe(map((value) => ({ frame: { value } }))));
  endpoint.offer(HOST_SERVICES.terminalInfos, () => {
    const { terminals, seqId } = directory();
    const data = { terminals: [...terminals.values()], seq_id: seqId, uptime_ms: uptimeMs() };
    return [{ res: { code: 0, message: 'OK', data } }];
  });
  endpoint.offer(HOST_SERVICES.updateTerminalInfo, ({ req, sourceTerminalId }) => [
    { res: announce(req, sourceTerminalId) },
  ]);
}
