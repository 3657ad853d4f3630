import {
  HOST_ID,
  type JsonValue,
  type Message,
  ServiceClient,
  servesCluster,
  type TerminalInfo,
} from '@node-unit/protocol';
import type { Observable } from 'rxjs';

import type { OwnedService } from '../directory/ServiceOwners.js';

/** Whom the host can ask, and how. */
export interface HostClientPorts {
  readonly terminals: () => readonly TerminalInfo[];
  readonly ownerOf: (serviceId: string) => OwnedService | undefined;
  readonly ask: (message: Message) => void;
}

/** Asks services in the host's name, for those who have no terminal. */
export class HostClient {
  readonly #ports: HostClientPorts;
  readonly #client: ServiceClient;

  public constructor(ports: HostClientPorts) {
    this.#ports = ports;
    this.#client = new ServiceClient(HOST_ID, (message) => {
      ports.ask(message);
      return true;
    });
  }

  /** The announced terminals, including the host itself. */
  public get terminals(): readonly TerminalInfo[] {
    return this.#ports.terminals();
  }

  /**
   * Asks whoever offers the method, or the one service of that id, and emits every message of the session. Fails with a
   * ProtocolError.
   */
  public request(method: string, req: JsonValue): Observable<Message> {
    const { terminals, ownerOf } = this.#ports;
    const owner = ownerOf(method);
    const named = owner && { method: owner.method, targetTerminalId: owner.terminalId, serviceId: method };
    return this.#client.request({ method, req, ...named }, terminals());
  }

  /** The same, but only members are asked. */
  public requestMember(method: string, req: JsonValue): Observable<Message> {
    return this.#client.request({ method, req }, this.#ports.terminals().filter(servesCluster));
  }

  /** Whether the message is for this client. */
  public receive(message: Message): boolean {
    return this.#client.receive(message);
  }

  public lose(terminalId: string): void {
    this.#client.lose(terminalId);
  }

  public stop(): void {
    this.#client.stop();
  }
}
