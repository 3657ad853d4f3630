import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';

import { CHALLENGE_SUBPROTOCOL } from '@node-unit/credentials';
import type { WebSocket, WebSocketServer } from 'ws';

import {
  type Admission,
  authenticateAnswer,
  type Authentication,
  authenticatePlain,
  wantedId,
} from '../credentials/authenticate.js';
import type { Principal } from '../credentials/Principal.js';
import { type Answer, askChallenge } from './askChallenge.js';
import { closeSocket } from './Connection.js';

const CLOSE_CODE_REFUSED = 1008;
/** Limit of the bytes that a client may send before it is authenticated. */
const MAX_UNPROVED_BYTES = 64 * 1024;

/** Limits of unauthenticated connections. */
export interface EntranceLimits {
  readonly maxPending: number;
  readonly authenticationTimeoutMs: number;
}

/** The results of authentication. */
export interface EntrancePorts {
  readonly admission: Admission;
  /** The reason why a principal may not join under its ID, or `undefined`. */
  readonly refusalOf: (principal: Principal) => string | undefined;
  /** The reason why a request is refused that a browser sends for a page, or `undefined`. */
  readonly pageRefusalOf: (request: IncomingMessage) => string | undefined;
  readonly onAdmitted: (principal: Principal, socket: WebSocket, stream: Socket) => void;
  readonly onRefused: (reason: string) => void;
}

/** Authenticates clients before their messages are processed. */
export class Entrance {
  readonly #webSockets: WebSocketServer;
  readonly #limits: EntranceLimits;
  readonly #ports: EntrancePorts;
  #pending = 0;

  public constructor(webSockets: WebSocketServer, limits: EntranceLimits, ports: EntrancePorts) {
    this.#webSockets = webSockets;
    this.#limits = limits;
    this.#ports = ports;
  }

  /** Handles a WebSocket upgrade request. */
  public enter(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    if (this.#pending >= this.#limits.maxPending) {
      this.#ports.onRefused('too many connections that have not shown who they are');
      socket.destroy();
      return;
    }
    this.#webSockets.handleUpgrade(request, socket, head, (webSocket) => this.#judge(request, webSocket));
  }

  #judge(request: IncomingMessage, socket: WebSocket): void {
    // An error is followed by a close, which is what counts.
    socket.on('error', () => undefined);
    const pageRefusal = this.#ports.pageRefusalOf(request);
    if (pageRefusal !== undefined) return this.#refuse(socket, pageRefusal);
    const presented = { url: request.url ?? '', headers: request.headers };
    const terminalId = wantedId(presented);
    const { admission } = this.#ports;
    if (socket.protocol === CHALLENGE_SUBPROTOCOL) this.#challenge(request, socket, terminalId);
    else this.#admit(authenticatePlain(presented, terminalId, admission), socket, request);
  }

  #challenge(request: IncomingMessage, socket: WebSocket, terminalId: string): void {
    const timer = setTimeout(() => socket.terminate(), this.#limits.authenticationTimeoutMs);
    const limitBytes = (): void => {
      if (request.socket.bytesRead > MAX_UNPROVED_BYTES) socket.terminate();
    };
    const end = (): void => {
      clearTimeout(timer);
      request.socket.off('data', limitBytes);
      socket.off('close', end);
      this.#pending -= 1;
    };
    this.#pending += 1;
    request.socket.on('data', limitBytes);
    socket.on('close', end);
    askChallenge(socket, terminalId, (answer) => {
      end();
      this.#admit(this.#judgeAnswer(answer, terminalId), socket, request);
    });
  }

  #judgeAnswer(answer: Answer | undefined, terminalId: string): Authentication {
    if (!answer) return { kind: 'refused', reason: 'Authentication failed: no answer to the challenge' };
    return authenticateAnswer(answer.data, answer.challenge, terminalId, this.#ports.admission);
  }

  #admit(authentication: Authentication, socket: WebSocket, request: IncomingMessage): void {
    if (authentication.kind === 'refused') return this.#refuse(socket, authentication.reason);
    const refusal = this.#ports.refusalOf(authentication.principal);
    if (refusal !== undefined) return this.#refuse(socket, `Authentication failed: ${refusal}`);
    this.#ports.onAdmitted(authentication.principal, socket, request.socket);
  }

  /** Refuses a connection after the upgrade. A close frame is more informative than an HTTP status. */
  #refuse(socket: WebSocket, reason: string): void {
    this.#ports.onRefused(reason);
    closeSocket(socket, CLOSE_CODE_REFUSED, reason.slice(0, 120));
  }
}
