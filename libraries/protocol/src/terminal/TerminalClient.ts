import { BehaviorSubject, defer, distinctUntilChanged, type Observable, Subject, Subscription, takeUntil } from 'rxjs';

import { offerBuiltIns } from '../builtIns/offerBuiltIns.js';
import { publishChannel } from '../channels/publishChannel.js';
import { subscribeChannel } from '../channels/subscribeChannel.js';
import { type HostAddress, hostAddress } from '../connection/HostAddress.js';
import { MessageLink } from '../connection/MessageLink.js';
import type { Proof } from '../connection/ReconnectingSocket.js';
import { departedTerminals } from '../directory/departedTerminals.js';
import { HostPresence } from '../directory/HostPresence.js';
import { createKeyPair, type KeyPair } from '@node-unit/credentials';
import { ProtocolError } from '../ProtocolError.js';
import type { ServiceHandler } from '../services/ServiceHandler.js';
import { ServiceEndpoint } from '../services/ServiceEndpoint.js';
import { abortedBy } from '../sessions/abortedBy.js';
import { ClientSessions } from '../sessions/ClientSessions.js';
import { responseOf } from '../sessions/responseOf.js';
import { HOST_ID, HOST_SERVICES } from '../wire/hostServices.js';
import { isRequest } from '../wire/isRequest.js';
import type { JsonSchema } from '../wire/JsonValue.js';
import type { Message, Response } from '../wire/Message.js';
import type { TerminalInfo } from '../wire/TerminalInfo.js';
import { CallRouter } from './CallRouter.js';
import { type HostConnection, isSameConnection } from './HostConnection.js';
import { OwnTerminalInfo } from './OwnTerminalInfo.js';
import type { ServiceCall } from './ServiceCall.js';
import type { Terminal } from './Terminal.js';
import type { TerminalOptions } from './TerminalOptions.js';
import type { TerminalProblemCode } from './TerminalProblem.js';

const DEFAULT_RECEIVE_TIMEOUT_MS = 30_000;
const DISCONNECTED: HostConnection = { state: 'disconnected' };

/** Joins the parts of a terminal: the link to the host, both sides of sessions, the announcement, the directory. */
export class TerminalClient implements Terminal {
  public readonly keyPair: KeyPair;
  readonly #onProblem: TerminalOptions['onProblem'];
  readonly #info: OwnTerminalInfo;
  readonly #link: MessageLink;
  readonly #clients: ClientSessions;
  readonly #endpoint: ServiceEndpoint;
  readonly #presence: HostPresence;
  readonly #calls: CallRouter;
  readonly #connection$ = new BehaviorSubject<HostConnection>(DISCONNECTED);
  readonly #terminalInfos$ = new BehaviorSubject<readonly TerminalInfo[]>([]);
  readonly #disposed$ = new Subject<void>();
  #isDisposed = false;
  #hostStatesPrincipals = false;
  #connected = new Subscription();

  public constructor(options: TerminalOptions) {
    this.keyPair = options.keyPair ?? createKeyPair();
    const address = (): HostAddress => hostAddress(options.hostUrl, this.keyPair, tokenOf(options));
    // A wrong address is the caller's fault; a token that cannot be read now may be there later.
    hostAddress(options.hostUrl, this.keyPair);
    this.#onProblem = options.onProblem;
    this.#info = new OwnTerminalInfo(this.terminalId, options.name, options.tags ?? {});
    this.#calls = new CallRouter((message) => this.#report('INVALID_SCHEMA', message));
    this.#clients = new ClientSessions(this.terminalId, (message) => this.#link.send(message));
    this.#endpoint = this.#createEndpoint(options);
    this.#presence = new HostPresence({
      open: (call) => this.#clients.open(call),
      describe: () => this.#info.describe(this.#endpoint.serviceInfo),
      onEvent: (terminals) => this.#onTerminals(terminals),
      onList: (terminals, hostUptimeMs) => this.#onList(terminals, hostUptimeMs),
      onFailure: (code, message) => this.#report(code, message),
    });
    this.#link = this.#createLink(address, options.receiveTimeoutMs ?? DEFAULT_RECEIVE_TIMEOUT_MS);
  }

  public get terminalId(): string {
    return this.keyPair.publicKey;
  }

  public get connection$(): Observable<HostConnection> {
    return this.#connection$.pipe(distinctUntilChanged(isSameConnection));
  }

  public get terminalInfos$(): Observable<readonly TerminalInfo[]> {
    return this.#terminalInfos$.asObservable();
  }

  public setTags(tags: Readonly<Record<string, string>>): void {
    if (this.#info.mergeTags(tags)) this.#presence.changed();
  }

  public offerService(
    service: { readonly method: string; readonly schema: JsonSchema },
    handler: ServiceHandler,
  ): Subscription {
    const offer = this.#endpoint.offer(service, handler);
    offer.add(() => this.#presence.changed());
    this.#presence.changed();
    return offer;
  }

  public request(call: ServiceCall): Observable<Message> {
    return defer(() => {
      if (!this.#canReach(call.targetTerminalId)) {
        throw new ProtocolError('DISCONNECTED', `${call.method} was not sent: there is no connection to the host`);
      }
      return this.#clients.open(this.#calls.route(call, this.#terminalInfos$.value));
    }).pipe(abortedBy(call.signal));
  }

  public requestForResponse<T = unknown>(call: ServiceCall): Promise<Response<T>> {
    return responseOf<T>(this.request(call));
  }

  public publishChannel(
    channel: { readonly type: string; readonly channelSchema?: JsonSchema },
    source: (channelId: string) => Observable<unknown>,
  ): Subscription {
    return publishChannel((service, handler) => this.offerService(service, handler), channel, source);
  }

  public subscribeChannel<T = unknown>(channel: {
    readonly type: string;
    readonly channelId?: string;
    readonly targetTerminalId?: string;
  }): Observable<T> {
    return subscribeChannel<T>(this, channel).pipe(takeUntil(this.#disposed$));
  }

  public dispose(): Promise<void> {
    if (this.#isDisposed) return this.#link.close();
    this.#isDisposed = true;
    this.#disposed$.next();
    this.#connected.unsubscribe();
    this.#clients.completeAll();
    this.#endpoint.endSessions(() => true);
    const closed = this.#link.close();
    this.#connection$.next(DISCONNECTED);
    this.#connection$.complete();
    this.#terminalInfos$.complete();
    return closed;
  }

  #canReach(targetTerminalId: string | undefined): boolean {
    if (this.#connection$.value.state === 'connected') return true;
    return targetTerminalId === this.terminalId && !this.#isDisposed;
  }

  #isPresent(terminalId: string): boolean {
    if (terminalId === HOST_ID || terminalId === this.terminalId) return true;
    return this.#terminalInfos$.value.some(({ terminal_id }) => terminal_id === terminalId);
  }

  #createEndpoint({ onSharedKey }: TerminalOptions): ServiceEndpoint {
    const endpoint = new ServiceEndpoint({
      terminalId: this.terminalId,
      send: (message) => void this.#link.send(message),
      onProblem: (code, message) => this.#report(code, message),
      isPresent: (id) => this.#isPresent(id),
    });
    offerBuiltIns(endpoint, this.keyPair, (agreed) => onSharedKey?.(agreed));
    return endpoint;
  }

  #createLink(address: () => HostAddress, receiveTimeoutMs: number): MessageLink {
    return new MessageLink(
      { address, keyPair: this.keyPair, receiveTimeoutMs },
      {
        onOpen: (proof) => this.#onOpen(proof),
        onMessage: (message) => this.#onMessage(message),
        onMalformed: (reason) => this.#report('MALFORMED_FRAME', `a frame was dropped: ${reason}`),
        onClosed: (reason) => this.#onClosed({ state: 'disconnected', reason }),
        onReplaced: (refused) => this.#onClosed({ state: 'replaced', ...(refused && { refused }) }),
      },
    );
  }

  #onOpen(proof: Proof): void {
    this.#hostStatesPrincipals = proof === 'challenge';
    this.#connected = this.#presence.begin();
  }

  /** Of a session with oneself both sides have the same id and trace: only the request tells them apart. */
  #onMessage(message: Message): void {
    if (message.method !== HOST_SERVICES.hostEvent.method) this.#presence.settle();
    if (isRequest(message) || !this.#clients.receive(message)) this.#endpoint.receive(message);
  }

  #onClosed(connection: HostConnection): void {
    this.#presence.settle();
    this.#connected.unsubscribe();
    this.#connection$.next(connection);
    this.#endSessions(
      (id) => id !== this.terminalId,
      (id) => new ProtocolError('DISCONNECTED', `the connection was lost before ${id} answered`),
    );
  }

  #onList(terminals: readonly TerminalInfo[], hostUptimeMs: number | undefined): void {
    if (this.#connection$.value.state === 'connected') return this.#onTerminals(terminals);
    this.#terminalInfos$.next(this.#withPrincipals(terminals));
    this.#connection$.next({ state: 'connected', hostUptimeMs, statesPrincipals: this.#hostStatesPrincipals });
  }

  #onTerminals(terminals: readonly TerminalInfo[]): void {
    const departed = departedTerminals(this.#terminalInfos$.value, terminals);
    this.#terminalInfos$.next(this.#withPrincipals(terminals));
    this.#endSessions(
      (id) => departed.has(id) && id !== HOST_ID && id !== this.terminalId,
      (id) => new ProtocolError('TARGET_GONE', `terminal ${id} left the host before it answered`),
    );
    // Nobody but the host forgets a terminal that is still connected to it.
    if (departed.has(this.terminalId)) this.#presence.changed();
  }

  /** A host that asks no challenge states nothing: what stands there was written by the terminals. */
  #withPrincipals(terminals: readonly TerminalInfo[]): readonly TerminalInfo[] {
    if (this.#hostStatesPrincipals) return terminals;
    return terminals.map(({ principal: _written, ...terminal }) => terminal);
  }

  #endSessions(isConcerned: (terminalId: string) => boolean, error: (terminalId: string) => ProtocolError): void {
    this.#endpoint.endSessions(isConcerned);
    this.#clients.fail(isConcerned, error);
  }

  /** An error of the listener must not affect the terminal. */
  #report(code: TerminalProblemCode, message: string): void {
    try {
      this.#onProblem?.({ code, message });
    } catch {
      // The report was for them.
    }
  }
}

function tokenOf({ hostToken }: TerminalOptions): string | undefined {
  return typeof hostToken === 'function' ? hostToken() : hostToken;
}
