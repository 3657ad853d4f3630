import type { ServiceInfo, TerminalInfo } from '@node-unit/protocol';

/** The owner of a service. */
export interface OwnedService {
  readonly terminalId: string;
  readonly method: string;
}

/** The announced services by ID, kept in step with the directory. */
export class ServiceOwners {
  readonly #byServiceId = new Map<string, OwnedService>();

  public get(serviceId: string): OwnedService | undefined {
    return this.#byServiceId.get(serviceId);
  }

  /** Handles a new, changed or removed announcement of a terminal. */
  public replace(before: TerminalInfo | undefined, after: TerminalInfo | undefined): void {
    for (const { service_id } of servicesOf(before)) this.#byServiceId.delete(service_id);
    for (const { service_id, method } of servicesOf(after)) {
      if (after) this.#byServiceId.set(service_id, { terminalId: after.terminal_id, method });
    }
  }
}

function servicesOf(terminal: TerminalInfo | undefined): readonly ServiceInfo[] {
  return Object.values(terminal?.serviceInfo ?? {});
}
