import { HOST_SERVICES, type Response, type ServiceEndpoint, type ServiceReply } from '@node-unit/protocol';
import type { Observable } from 'rxjs';

import type { Double } from '../connections/Doubles.js';

/** The functions behind the services of the host. */
export interface HostServicesPorts {
  /** The changes of the directory from now on, for a terminal. */
  readonly events: (terminalId: string) => Observable<ServiceReply>;
  /** The whole directory, for a terminal. */
  readonly list: (terminalId: string) => Observable<ServiceReply>;
  readonly announce: (req: unknown, terminalId: string) => Response;
  /** A node-unit reports all workloads that it runs. */
  readonly updateWorkloads: (terminalIds: readonly string[], nodeUnit: string) => void;
  readonly doubles: () => readonly Double[];
}

/** Offers the services of the host's own terminal. */
export function offerHostServices(endpoint: ServiceEndpoint, ports: HostServicesPorts): void {
  const { events, list, announce, updateWorkloads, doubles } = ports;
  endpoint.offer(HOST_SERVICES.ping, () => [{ res: { code: 0, message: 'Pong' } }]);
  endpoint.offer(HOST_SERVICES.hostEvent, ({ sourceTerminalId }) => events(sourceTerminalId));
  endpoint.offer(HOST_SERVICES.terminalInfos, ({ sourceTerminalId }) => list(sourceTerminalId));
  endpoint.offer(HOST_SERVICES.inspect, () => [{ res: { code: 0, message: 'OK', data: { doubles: doubles() } } }]);
  endpoint.offer(HOST_SERVICES.updateTerminalInfo, ({ req, sourceTerminalId }) => [
    { res: announce(req, sourceTerminalId) },
  ]);
  endpoint.offer(HOST_SERVICES.updateWorkloads, ({ req, sourceTerminalId }) => {
    updateWorkloads((req as { terminal_ids: readonly string[] }).terminal_ids, sourceTerminalId);
    return [{ res: { code: 0, message: 'OK' } }];
  });
}
