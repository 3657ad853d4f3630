import { map, type Observable, Subscription } from 'rxjs';

import type { AddressedCall } from '../sessions/ClientSessions.js';
import type { Message } from '../wire/Message.js';
import type { TerminalInfo } from '../wire/TerminalInfo.js';
import { Announcer } from './Announcer.js';
import { DirectoryFollower } from './DirectoryFollower.js';

/** What a {@link HostPresence} needs from its surroundings. */
export interface HostPresencePorts {
  readonly open: (call: AddressedCall) => Observable<Message>;
  /** The terminal as it is now. */
  readonly describe: () => TerminalInfo;
  readonly onEvent: (terminals: readonly TerminalInfo[]) => void;
  readonly onList: (terminals: readonly TerminalInfo[], hostUptimeMs: number | undefined) => void;
  readonly onFailure: (code: 'ANNOUNCEMENT_FAILED' | 'DIRECTORY_FAILED', message: string) => void;
}

/** Presence on a host: announces this terminal and tracks the others. */
export class HostPresence {
  readonly #announcer: Announcer;
  readonly #directory: DirectoryFollower;

  public constructor(ports: HostPresencePorts) {
    const { open, describe, onEvent, onList, onFailure } = ports;
    this.#announcer = new Announcer({
      open,
      describe,
      onFailure: (message) => onFailure('ANNOUNCEMENT_FAILED', message),
    });
    this.#directory = new DirectoryFollower({
      open,
      onEvent,
      onList,
      onFailure: (message) => onFailure('DIRECTORY_FAILED', message),
    });
  }

  /** Something about the terminal is different now. */
  public changed(): void {
    this.#announcer.changed();
  }

  /** Tells now what the events received so far have changed; otherwise, that is told before the next task of the event loop. */
  public settle(): void {
    this.#directory.settle();
  }

  /** Begins on a connection that was just made. A host may serve its events to announced terminals only. */
  public begin(): Subscription {
    const presence = new Subscription();
    const announcements$ = this.#announcer.announcements().pipe(map((_, index) => index === 0));
    const announcing = announcements$.subscribe((isFirst) => {
      if (isFirst) presence.add(this.#directory.follow().subscribe());
    });
    presence.add(announcing);
    return presence;
  }
}
