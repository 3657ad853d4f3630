import { HOST_SERVICES, type Response, type ServiceEndpoint } from '@node-unit/protocol';
import { map, type Observable, startWith } from 'rxjs';

import type { Double } from '../connections/Doubles.js';
import type { Directory, HostEvent } from '../directory/Directory.js';

const INITIAL_EVENT = { seq_id: 0, type: 'INIT' };

/** The functions behind the services of the host. */
export interface HostServicesPorts {
  readonly directory: () => Directory;
  readonly events$: Observable<HostEvent>;
  readonly announce: (req: unknown, terminalId: string) => Response;
  /** A node-unit reports all workloads that it runs. */
  readonly updateWorkloads: (terminalIds: readonly string[], nodeUnit: string) => void;
  readonly uptimeMs: () => number;
  readonly doubles: () => readonly Double[];
}

/** Offers the services of the host's own terminal. */
export function offerHostServices(endpoint: ServiceEndpoint, ports: HostServicesPorts): void {
  const { directory, events$, announce, updateWorkloads, uptimeMs, doubles } = ports;
  endpoint.offer(HOST_SERVICES.ping, () => [{ res: { code: 0, message: 'Pong' } }]);
  endpoint.offer(HOST_SERVICES.hostEvent, () =>
    // Yuan's terminals fetch the list when the first event does not continue what they know.
    events$.pipe(
      startWith(INITIAL_EVENT),
      map((value) => ({ frame: { value } })),
    ),
  );
  endpoint.offer(HOST_SERVICES.terminalInfos, () => {
    const { terminals, seqId } = directory();
    const data = { terminals: [...terminals.values()], seq_id: seqId, uptime_ms: uptimeMs() };
    return [{ res: { code: 0, message: 'OK', data } }];
  });
  endpoint.offer(HOST_SERVICES.inspect, () => [{ res: { code: 0, message: 'OK', data: { doubles: doubles() } } }]);
  endpoint.offer(HOST_SERVICES.updateTerminalInfo, ({ req, sourceTerminalId }) => [
    { res: announce(req, sourceTerminalId) },
  ]);
  endpoint.offer(HOST_SERVICES.updateWorkloads, ({ req, sourceTerminalId }) => {
    updateWorkloads((req as { terminal_ids: readonly string[] }).terminal_ids, sourceTerminalId);
    return [{ res: { code: 0, message: 'OK' } }];
  });
}
