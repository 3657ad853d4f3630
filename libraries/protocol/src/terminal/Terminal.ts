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
 * It connects and reconnects by itself until it is disposed or replaced. Nothing that was said while the connection
 * was down is said later.
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
  /** Merges into the own tags; announces them only if something changed. */
  setTags(tags: Readonly<Record<string, string>>): void;
  /** Offers and announces a service; unsubscribing withdraws it, running requests go on. */
  offerService(
    service: { readonly method: string; readonly schema: JsonSchema },
    handler: ServiceHandler,
  ): Subscription;
  /**
   * Asks on subscription and emits every message of the session, progress included; unsubscribing aborts it.
   * Fails with a {@link ProtocolError}.
   */
  request(call: ServiceCall): Observable<Message>;
  /**
   * Asks and resolves with the response, whatever its code; `NO_RESPONSE` when the session ended without one.
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
  /** The values of a channel; resubscribes for ever, growing slower, and completes only on dispose. */
  subscribeChannel<T = unknown>(channel: {
    readonly type: string;
    readonly channelId?: string;
    readonly targetTerminalId?: string;
  }): Observable<T>;
  /** Completes all sessions and streams and closes the socket; may be called again. */
  dispose(): Promise<void>;
}
