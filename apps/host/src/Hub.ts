import { type Logger, RefusalLog } from '@node-unit/app-runtime';
import type { WorkloadClaims } from '@node-unit/credentials';
import { encodeFrame, HOST_ID, type Message, type Response, ServiceEndpoint } from '@node-unit/protocol';
import type { Observable } from 'rxjs';

import type { Connection } from './connections/Connection.js';
import { Connections, type EndReason } from './connections/Connections.js';
import { authorize, type Prohibition } from './credentials/authorize.js';
import type { Principal } from './credentials/Principal.js';
import { RunningWorkloads } from './credentials/RunningWorkloads.js';
import { describeHost } from './directory/describeHost.js';
import type { HostEvent } from './directory/Directory.js';
import { LiveDirectory } from './directory/LiveDirectory.js';
import { readAnnouncement } from './directory/readAnnouncement.js';
import { type HostLink, NO_OTHER_HOSTS } from './link/HostLink.js';
import { replyToBusyTarget, replyToForbidden, replyToTooMany, replyToUnknownTarget } from './routing/replies.js';
import { routeFrame } from './routing/routeFrame.js';
import { type OutgoingFrame, SharedContents } from './routing/SharedContents.js';
import { HostClient } from './services/HostClient.js';
import { offerHostServices } from './services/hostServices.js';
import { WorkloadGuard } from './WorkloadGuard.js';
import { BUSY_TARGET_PAUSE_MS, MAX_WORKLOAD_HOST_SESSIONS } from './workloadLimits.js';

/** Limit of HostEvent subscriptions per terminal. Every subscription receives all events; a terminal needs one. */
const MAX_HOST_SESSIONS = 50;

interface Relayed {
  readonly text: string;
  readonly message: Message | undefined;
}

/** Connects the terminals: directory, authorization and routing. */
export class Hub {
  public readonly connections: Connections;
  /** Asks services in the host's name. */
  public readonly client: HostClient;
  readonly #startedMs = performance.now();
  readonly #refusals: RefusalLog;
  readonly #link: HostLink = NO_OTHER_HOSTS;
  readonly #workloads = new RunningWorkloads();
  readonly #guard = new WorkloadGuard();
  readonly #contents = new SharedContents();
  readonly #endpoint: ServiceEndpoint;
  readonly #directory: LiveDirectory;

  public constructor(logger: Logger) {
    this.#refusals = new RefusalLog(logger, 'FrameRefused');
    this.connections = new Connections(logger, { onEnded: (principal, reason) => this.#onEnded(principal, reason) });
    this.#endpoint = this.#createEndpoint(logger);
    this.client = new HostClient({
      terminals: () => [...this.#directory.terminals.values()],
      ownerOf: (serviceId) => this.#directory.ownerOf(serviceId),
      ask: (message) => this.#ask(message),
    });
    this.#directory = new LiveDirectory(describeHost(this.#endpoint.serviceInfo, Date.now()), {
      share: (content, text) => this.#contents.share(content, text),
      isBehind: (id) => this.connections.get(id)?.isBehind ?? false,
      onTold: (id) => this.connections.get(id)?.release(),
      uptimeMs: () => this.uptimeMs,
    });
    this.events$.subscribe((event) => this.#link.publish(event));
  }

  /** The changes of the announced terminals. */
  public get events$(): Observable<HostEvent> {
    return this.#directory.events$;
  }

  public get uptimeMs(): number {
    return Math.round(performance.now() - this.#startedMs);
  }

  /** The announced terminals, excluding the host itself. */
  public get terminalCount(): number {
    return this.#directory.terminals.size - 1;
  }

  /** The number of refusals since the start, by kind. */
  public get refusals(): Readonly<Record<string, number>> {
    return this.#refusals.counts;
  }

  /** Whether a connected node-unit reports that it currently runs this workload. */
  public runs(claims: WorkloadClaims): boolean {
    return this.#workloads.has(claims) && this.connections.get(claims.nodeUnit)?.principal.class === 'member';
  }

  /** The reason why a principal may not join now, or `undefined`. */
  public refusalOf(principal: Principal): string | undefined {
    return this.connections.refusalOf(principal) ?? this.#guard.refusalOf(principal);
  }

  public receive(connection: Connection, text: string): void {
    if (!this.connections.isCurrent(connection)) return;
    const { principal } = connection;
    const route = routeFrame(text, principal.terminalId);
    if (route.kind === 'refused') return this.#refusals.report(principal.terminalId, route.reason);
    const { message } = route;
    const targetId = route.kind === 'host' ? HOST_ID : route.terminalId;
    const prohibition = authorize(principal, { targetId, message, namedMethod: this.#namedMethod(message) });
    if (prohibition !== undefined) this.#forbid(principal, message, prohibition);
    else if (route.kind === 'host') this.#hear(principal, route.message);
    else if (principal.class === 'workload') this.#relay(connection, targetId, { text, message });
    else this.#forward(targetId, text, message);
  }

  public stop(): void {
    this.#endpoint.endSessions(() => true);
    this.#directory.stop();
    this.client.stop();
    this.connections.stop();
  }

  #hear(principal: Principal, message: Message): void {
    if (this.client.receive(message)) return;
    if (this.#guard.mayAsk(principal, message)) return this.#endpoint.receive(message);
    this.#refusals.report(principal.terminalId, 'too_many_requests');
    this.#send(replyToTooMany(message));
  }

  /** A terminal that reads slowly slows down the workloads that send to it, and is not disconnected because of them. */
  #relay(source: Connection, targetId: string, { text, message }: Relayed): void {
    const target = this.connections.get(targetId);
    if (!target || target === source) return this.#forward(targetId, text, message);
    if (target.isBusy) source.hold(BUSY_TARGET_PAUSE_MS);
    if (target.hasRoomFor(text.length)) return this.#deliver(target, text);
    this.#refusals.report(source.principal.terminalId, 'target_busy');
    this.#send(message && replyToBusyTarget(message, targetId));
  }

  #ask(message: Message): void {
    const { target_terminal_id: targetId } = message;
    if (targetId === HOST_ID) this.#endpoint.receive(message);
    else this.#forward(targetId, encodeFrame(message), message);
  }

  #namedMethod(message: Message | undefined): string | undefined {
    return message?.service_id === undefined ? undefined : this.#directory.ownerOf(message.service_id)?.method;
  }

  #forbid({ terminalId }: Principal, message: Message | undefined, prohibition: Prohibition): void {
    this.#refusals.report(terminalId, prohibition);
    this.#send(message && replyToForbidden(message));
  }

  #createEndpoint(logger: Logger): ServiceEndpoint {
    const endpoint = new ServiceEndpoint({
      terminalId: HOST_ID,
      send: (message) => this.#send(message),
      onProblem: (code, message) => logger.debug({ code, message }, 'HostTerminalProblem'),
      maxSessionsOf: (id) => (this.#isWorkload(id) ? MAX_WORKLOAD_HOST_SESSIONS : MAX_HOST_SESSIONS),
    });
    offerHostServices(endpoint, {
      events: (id) => this.#directory.events(id),
      list: (id) => this.#directory.list(id),
      announce: (req, terminalId) => this.#announce(req, terminalId),
      updateWorkloads: (terminalIds, nodeUnit) => this.#updateWorkloads(terminalIds, nodeUnit),
      doubles: () => this.connections.doubles.list(),
    });
    return endpoint;
  }

  #announce(req: unknown, terminalId: string): Response {
    const principal = this.connections.get(terminalId)?.principal;
    if (!principal) return { code: 404, message: `Terminal Not Found: ${terminalId}` };
    if (!this.#guard.mayAnnounce(principal)) {
      this.#refusals.report(terminalId, 'too_many_announcements');
      return { code: 429, message: 'Too Many Requests: announce yourself less often' };
    }
    const before = this.#directory.terminals.get(terminalId);
    const announcement = readAnnouncement(req, principal, { before, isTaken: (id) => this.#isTaken(id, principal) });
    if (announcement.kind === 'refused') {
      this.#refusals.report(terminalId, 'announcement', announcement.res.message);
      return announcement.res;
    }
    this.#guard.announced(principal, announcement.length);
    this.#evictOwners(announcement.info.serviceInfo ?? {}, terminalId);
    this.#directory.announce(announcement.info);
    return { code: 0, message: 'OK' };
  }

  /** A workload cannot block a member's service by registering it first. */
  #isTaken(serviceId: string, principal: Principal): boolean {
    const owner = this.#directory.ownerOf(serviceId)?.terminalId;
    if (owner === undefined || owner === principal.terminalId) return false;
    return principal.class === 'workload' || !this.#isWorkload(owner);
  }

  #isWorkload(terminalId: string): boolean {
    return this.connections.get(terminalId)?.principal.class === 'workload';
  }

  #evictOwners(services: Readonly<Record<string, unknown>>, terminalId: string): void {
    const owners = new Set(Object.keys(services).map((id) => this.#directory.ownerOf(id)?.terminalId));
    const isThief = ({ terminalId: id }: Principal): boolean => owners.has(id) && id !== terminalId;
    if (owners.size > 0) this.connections.revoke((principal) => !isThief(principal), "a service id is a member's");
  }

  #updateWorkloads(terminalIds: readonly string[], nodeUnit: string): void {
    this.#workloads.set(nodeUnit, terminalIds);
    this.#revokeWorkloads();
  }

  #revokeWorkloads(): void {
    const mayStay = (principal: Principal): boolean => principal.class === 'member' || this.runs(principal.claims);
    this.connections.revoke(mayStay, 'Authentication failed: the node-unit of this workload does not run it now');
  }

  #onEnded(principal: Principal, reason: EndReason): void {
    const { terminalId } = principal;
    this.#endpoint.endSessions((id) => id === terminalId);
    this.client.lose(terminalId);
    this.#directory.forgetConnection(terminalId);
    if (reason === 'replaced') return;
    this.#directory.leave(terminalId);
    if (principal.class === 'workload') return;
    this.#workloads.delete(terminalId);
    this.#revokeWorkloads();
  }

  #forward(terminalId: string, text: string, message: Message | undefined): void {
    const target = this.connections.get(terminalId);
    if (target) return this.#deliver(target, text);
    if (this.#link.forward(terminalId, text)) return;
    this.#send(message && replyToUnknownTarget(message, terminalId));
  }

  #send(message: Message | undefined): void {
    if (!message) return;
    if (message.target_terminal_id === HOST_ID) return void this.client.receive(message);
    const target = this.connections.get(message.target_terminal_id);
    if (target) this.#deliver(target, this.#contents.encode(message));
  }

  /** A terminal knows of everything that happened before a message when it receives the message. */
  #deliver(target: Connection, frame: OutgoingFrame): void {
    this.#directory.catchUp(target.principal.terminalId);
    target.send(frame);
  }
}
