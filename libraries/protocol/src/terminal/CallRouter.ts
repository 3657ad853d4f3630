import { chooseService } from '../directory/chooseService.js';
import { indexServices, type ServiceIndex } from '../directory/ServiceIndex.js';
import { ProtocolError } from '../ProtocolError.js';
import { SchemaMatcher } from '../services/SchemaMatcher.js';
import type { AddressedCall } from '../sessions/ClientSessions.js';
import type { JsonSchema } from '../wire/JsonValue.js';
import type { TerminalInfo } from '../wire/TerminalInfo.js';
import type { ServiceCall } from './ServiceCall.js';

/** Finds the service for a call among those that are announced now. */
export class CallRouter {
  readonly #matcher: SchemaMatcher;
  #indexed: { readonly terminals: readonly TerminalInfo[]; readonly index: ServiceIndex } | undefined;

  public constructor(onInvalidSchema: (message: string) => void) {
    this.#matcher = new SchemaMatcher(onInvalidSchema);
  }

  /**
   * The call with its target. An explicit target is called even if it has announced no matching service: it decides
   * by itself and answers with the reason.
   *
   * @throws {@link ProtocolError} `INVALID_REQUEST`, `NO_TERMINAL_AVAILABLE_FOR_REQUEST`
   */
  public route(call: ServiceCall, terminals: readonly TerminalInfo[]): AddressedCall {
    const { method, req, timeoutMs } = call;
    if (!req)
      throw new ProtocolError('INVALID_REQUEST', `${method}: expected a truthy req, got ${JSON.stringify(req)}`);
    return { ...this.#addressOf(call, terminals), method, req, ...(timeoutMs !== undefined && { timeoutMs }) };
  }

  #addressOf(
    call: ServiceCall,
    terminals: readonly TerminalInfo[],
  ): Pick<AddressedCall, 'targetTerminalId' | 'serviceId'> {
    const matches = (schema: JsonSchema, value: unknown): boolean => this.#matcher.matches(schema, value);
    const service = chooseService(this.#indexOf(terminals), call, matches, Math.random());
    const targetTerminalId = call.targetTerminalId ?? service?.terminalId;
    const serviceId = call.serviceId ?? service?.serviceId;
    if (targetTerminalId === undefined) {
      const text = `NO_TERMINAL_AVAILABLE_FOR_REQUEST: method=${call.method}: nobody offers it for this request`;
      throw new ProtocolError('NO_TERMINAL_AVAILABLE_FOR_REQUEST', text);
    }
    return { targetTerminalId, ...(serviceId !== undefined && { serviceId }) };
  }

  #indexOf(terminals: readonly TerminalInfo[]): ServiceIndex {
    if (this.#indexed?.terminals !== terminals) this.#indexed = { terminals, index: indexServices(terminals) };
    return this.#indexed.index;
  }
}
