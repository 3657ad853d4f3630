import type { JsonSchema } from '../wire/JsonValue.js';
import type { TerminalInfo } from '../wire/TerminalInfo.js';

/** A service with the terminal that offers it. */
export interface ServiceCandidate {
  readonly terminalId: string;
  readonly serviceId: string;
  readonly method: string;
  readonly schema: JsonSchema;
}

/** The announced services by method. */
export type ServiceIndex = ReadonlyMap<string, readonly ServiceCandidate[]>;

/**
 * The services of all terminals in the list. One whose id is also the name of a method is left out: it would
 * capture calls that are meant for others.
 */
export function indexServices(terminals: readonly TerminalInfo[]): ServiceIndex {
  const services = terminals.flatMap(candidatesOf);
  const methods = new Set(services.map((service) => service.method));
  const index = new Map<string, ServiceCandidate[]>();
  for (const service of services) {
    if (methods.has(service.serviceId)) continue;
    const sameMethod = index.get(service.method);
    if (sameMethod) sameMethod.push(service);
    else index.set(service.method, [service]);
  }
  return index;
}

function candidatesOf(terminal: TerminalInfo): ServiceCandidate[] {
  return Object.values(terminal.serviceInfo ?? {}).map(({ service_id, method, schema }) => ({
    terminalId: terminal.terminal_id,
    serviceId: service_id,
    method,
    schema,
  }));
}
