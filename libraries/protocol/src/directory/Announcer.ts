import { messageOf } from '@node-unit/basics';
import {
  debounceTime,
  defer,
  filter,
  map,
  merge,
  type Observable,
  of,
  retry,
  Subject,
  switchMap,
  take,
  throwIfEmpty,
  timer,
} from 'rxjs';

import type { AddressedCall } from '../sessions/ClientSessions.js';
import { HOST_ID, HOST_SERVICES } from '../wire/hostServices.js';
import type { Message, Response } from '../wire/Message.js';
import type { TerminalInfo } from '../wire/TerminalInfo.js';

const DEBOUNCE_MS = 10;
const ANSWER_TIMEOUT_MS = 5_000;
const RETRY_DELAY_MS = 1_000;

/** What an {@link Announcer} needs from its surroundings. */
export interface AnnouncerPorts {
  readonly open: (call: AddressedCall) => Observable<Message>;
  /** The terminal as it is now. */
  readonly describe: () => TerminalInfo;
  readonly onFailure: (message: string) => void;
}

/** Tells the host what this terminal is, whenever that changes, until the host has answered. */
export class Announcer {
  readonly #ports: AnnouncerPorts;
  readonly #changes$ = new Subject<void>();

  public constructor(ports: AnnouncerPorts) {
    this.#ports = ports;
  }

  /** Something about the terminal is different now. */
  public changed(): void {
    this.#changes$.next();
  }

  /** Announces at once and after every change; emits after every answer. A newer announcement supersedes an older. */
  public announcements(): Observable<void> {
    return merge(of(undefined), this.#changes$.pipe(debounceTime(DEBOUNCE_MS))).pipe(switchMap(() => this.#announce()));
  }

  #announce(): Observable<void> {
    const call = {
      targetTerminalId: HOST_ID,
      method: HOST_SERVICES.updateTerminalInfo.method,
      timeoutMs: ANSWER_TIMEOUT_MS,
    };
    return defer(() => this.#ports.open({ ...call, req: this.#ports.describe() })).pipe(
      map((message) => message.res),
      filter((response) => response !== undefined),
      take(1),
      throwIfEmpty(() => new Error('the host ended the session without an answer')),
      map((response) => this.#onAnswer(response)),
      retry({
        delay: (error) => {
          this.#ports.onFailure(messageOf(error));
          return timer(RETRY_DELAY_MS);
        },
      }),
    );
  }

  #onAnswer(response: Response): void {
    if (response.code !== 0) this.#ports.onFailure(`the host refused it: ${response.code} ${response.message}`);
  }
}
