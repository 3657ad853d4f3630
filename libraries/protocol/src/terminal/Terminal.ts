import type { Observable, Subscription } from 'rxjs';

import type { KeyPair } from '@node-unit/credentials';
import type { ServiceHandler } from '../services/ServiceHandler.js';
import type { JsonSchema } from '../wire/JsonValue.js';
import type { Message, Response } from '../wire/Message.js';
import type { TerminalInfo } from '../wire/TerminalInfo.js';
import type { HostConnection } from './HostConnection.js';
import type { ServiceCall } from './ServiceCall.js';

/**
 * A participant on a host: it offers services and channels to the other terminals and uses theirs.
 *
 * @remarks
 * It connects and reconnects automatically until it is disposed or replaced. Messages that could not be sent while
 * disconnected are not sent later.
 *
 * @public
 */
export interface Terminal {
  /** The public key of `keyPair`. */
  readonly terminalId: string;
  readonly keyPair: KeyPair;
  /** Replays the current state; completes on dispose. */
  readonly connection$: Observable<HostConnection>;
  /** All announced terminals, the host and this one included. Replays the current list; keeps it while disconnected. */
  readonly terminalInfos$: Observable<readonly TerminalInfo[]>;
  /** Merges tags into those of this terminal, and announces them if a value changed. */
  setTags(tags: Readonly<Record<string, string>>): void;
  /** Offers and announces a service. Unsubscribing withdraws it; running requests continue. */
  offerService(
    service: { readonly method: string; readonly schema: JsonSchema },
    handler: ServiceHandler,
  ): Subscription;
  /**
   * Sends the request on subscription and emits every message of the session. Unsubscribing aborts the session.
   * Fails with a {@link ProtocolError}.
   */
  request(call: ServiceCall): Observable<Message>;
  /**
   * Sends a request and resolves with the response, whatever its code, or `NO_RESPONSE` if there was none.
   * Rejects with a {@link ProtocolError}.
   */
  requestForResponse<T = unknown>(call: ServiceCall): Promise<Response<T>>;
  /**
   * Publishes a channel. All subscribers of one channel id share one subscription of its source; there is no replay.
   * Without `channelSchema` the only channel id is the empty string.
   */
  publishChannel(
    channel: { readonly type: string; readonly channelSchema?: JsonSchema },
    source: (channelId: string) => Observable<unknown>,
  ): Subscription;
  /** The values of a channel. Resubscribes with backoff whenever it ends; completes only on dispose. */
  subscribeChannel<T = unknown>(channel: {
    readonly type: string;
    readonly channelId?: string;
    readonly targetTerminalId?: string;
  }): Observable<T>;
  /** Completes all sessions and streams and closes the socket; may be called again. */
  dispose(): Promise<void>;
}
