import { messageOf } from '@node-unit/basics';
import {
  defer,
  EMPTY,
  exhaustMap,
  filter,
  map,
  merge,
  type Observable,
  repeat,
  retry,
  Subject,
  switchMap,
  tap,
  throwIfEmpty,
  timer,
} from 'rxjs';

import type { AddressedCall } from '../sessions/ClientSessions.js';
import { HOST_ID, HOST_SERVICES } from '../wire/hostServices.js';
import { isRecord } from '../wire/isRecord.js';
import type { Message, Response } from '../wire/Message.js';
import type { TerminalInfo } from '../wire/TerminalInfo.js';
import { beginDirectory, type DirectoryState } from './DirectoryState.js';
import { reduceHostEvent } from './reduceHostEvent.js';
import { readTerminalList, reduceTerminalList } from './TerminalList.js';

const FETCH_TIMEOUT_MS = 10_000;
const RETRY_DELAY_MS = 1_000;
/** One irregular event is often followed by more. */
const REFETCH_DELAY_MS = 200;

/** What a {@link DirectoryFollower} needs from its surroundings. */
export interface DirectoryFollowerPorts {
  readonly open: (call: AddressedCall) => Observable<Message>;
  readonly onEvent: (terminals: readonly TerminalInfo[]) => void;
  readonly onList: (terminals: readonly TerminalInfo[], hostUptimeMs: number | undefined) => void;
  readonly onFailure: (message: string) => void;
}

/** Keeps the terminal list equal to the host's: HostEvents as they come, the whole list when one was missed. */
export class DirectoryFollower {
  readonly #ports: DirectoryFollowerPorts;
  readonly #fetches$ = new Subject<number>();
  #state: DirectoryState = beginDirectory([]);
  /** Events have changed the list, and nobody has been told yet. */
  #isUntold = false;

  public constructor(ports: DirectoryFollowerPorts) {
    this.#ports = ports;
  }

  /** Follows the directory of a connection that begins now and on which this terminal has been announced. */
  public follow(): Observable<never> {
    return defer(() => {
      this.#state = beginDirectory(this.#state.terminals);
      return merge(this.#lists(), this.#hostEvents());
    });
  }

  /** Tells now what events have changed. */
  public settle(): void {
    if (!this.#isUntold) return;
    this.#isUntold = false;
    this.#ports.onEvent(this.#state.terminals);
  }

  #hostEvents(): Observable<never> {
    const call = { targetTerminalId: HOST_ID, method: HOST_SERVICES.hostEvent.method, req: { channel_id: '' } };
    return defer(() => this.#ports.open(call)).pipe(
      tap((message) => this.#onHostMessage(message)),
      // Whatever happened before the subscription began is in the list only.
      map((_message, index) => index === 0 && this.#fetches$.next(0)),
      switchMap(() => EMPTY),
      repeat({ delay: RETRY_DELAY_MS }),
      retry({ delay: RETRY_DELAY_MS }),
    );
  }

  #onHostMessage(message: Message): void {
    if (message.res) this.#ports.onFailure(`the host offers no events: ${message.res.message}`);
    if (!isRecord(message.frame) || !isRecord(message.frame['value'])) return;
    const { terminals } = this.#state;
    const { state, refetch } = reduceHostEvent(this.#state, message.frame['value']);
    this.#state = state;
    if (state.terminals !== terminals) this.#tellSoon();
    if (refetch) this.#fetches$.next(REFETCH_DELAY_MS);
  }

  /** Events that arrive together are told together, before anything else happens. */
  #tellSoon(): void {
    if (this.#isUntold) return;
    this.#isUntold = true;
    queueMicrotask(() => this.settle());
  }

  /** A wish that comes during a fetch is not lost: the list is fetched until it is as new as the latest event. */
  #lists(): Observable<never> {
    return this.#fetches$.pipe(exhaustMap((delayMs) => timer(delayMs).pipe(switchMap(() => this.#fetch()))));
  }

  #fetch(): Observable<never> {
    const call = {
      targetTerminalId: HOST_ID,
      method: HOST_SERVICES.terminalInfos.method,
      req: {},
      timeoutMs: FETCH_TIMEOUT_MS,
    };
    return defer(() => this.#ports.open(call)).pipe(
      map((message) => message.res),
      filter((response) => response !== undefined),
      throwIfEmpty(() => new Error('the host ended the session without a terminal list')),
      tap((response) => this.#onList(response)),
      switchMap(() => EMPTY),
      retry({
        delay: (error) => {
          this.#ports.onFailure(messageOf(error));
          return timer(RETRY_DELAY_MS);
        },
      }),
    );
  }

  #onList(response: Response): void {
    const list = readTerminalList(response);
    if (!list) throw new Error(`expected a terminal list that contains the host, got: ${response.message}`);
    const state = reduceTerminalList(this.#state, list);
    if (!state) throw new Error('the terminal list is older than an event that came before it');
    this.#state = state;
    this.#isUntold = false;
    this.#ports.onList(state.terminals, list.uptimeMs);
  }
}
