import { HOST_ID, type ServiceInfo, type TerminalInfo } from '@node-unit/protocol';

import type { ServiceFilter } from './compileFilter.js';
import { isBuiltIn } from './isBuiltIn.js';
import { isPortal } from './portalTerminals.js';

/** A service of a terminal on the source host. */
export interface SourceService {
  readonly terminalId: string;
  readonly service: ServiceInfo;
}

/** The services of these terminals that are bridged, by all their properties. */
export function selectServices(
  terminals: readonly TerminalInfo[],
  filter: ServiceFilter,
): ReadonlyMap<string, SourceService> {
  const services = terminals
    .filter((terminal) => terminal.terminal_id !== HOST_ID && !isPortal(terminal))
    .flatMap(({ terminal_id: terminalId, serviceInfo = {} }) =>
      Object.values(serviceInfo).map((service): SourceService => ({ terminalId, service })),
    )
    .filter(({ service }) => !isBuiltIn(service.method) && filter(service));
  return new Map(services.map((service) => [JSON.stringify(service), service]));
}
