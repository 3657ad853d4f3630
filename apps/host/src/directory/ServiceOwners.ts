import type { ServiceInfo, TerminalInfo } from '@node-unit/protocol';

/** Whose a service is. */
export interface OwnedService {
  readonly terminalId: string;
  readonly method: string;
}

/** The announced services by their ids, kept up with the directory. */
export class ServiceOwners {
  readonly #byServiceId = new Map<string, OwnedService>();

  public get(serviceId: string): OwnedService | undefined {
    return this.#byServiceId.get(serviceId);
  }

  /** A terminal says something else of itself, for the first time, or it is gone. */
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
