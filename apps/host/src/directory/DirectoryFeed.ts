import { HOST_ID, type ServiceReply } from '@node-unit/protocol';
import { Observable, type Subscriber } from 'rxjs';

import { Burst } from './Burst.js';
import type { HostEvent } from './Directory.js';
import { EventLog, type Share } from './EventLog.js';

/** Yuan's terminals fetch the list when the first event does not continue what they know. */
const INITIAL_EVENT = { seq_id: 0, type: 'INIT' };
/** In a burst, changes are gathered for at least this time. */
const BURST_MS = 100;
/** In a burst, to tell all takes at most this part of the time, as long as nobody waits longer than that for it. */
const [BURST_SHARE, LONGEST_BURST_MS] = [0.1, 500];
/** A terminal that has just subscribed fetches the list, Yuan's after 200 ms; until then, events tell it nothing. */
const LIST_PATIENCE_MS = 500;
/** For one that has asked for the list. */
const ANSWER_PATIENCE_MS = 2_000;
const RETRY_MS = 25;
const NEVER = (): boolean => false;

/** What a {@link DirectoryFeed} needs from its surroundings. */
export interface FeedPorts {
  readonly share: Share;
  /** Whether a terminal has not read what it was sent before. */
  readonly isBehind: (terminalId: string) => boolean;
  /** A terminal was sent all that it is sent now. */
  readonly onTold: (terminalId: string) => void;
}

interface Follower {
  readonly terminalId: string;
  readonly subscriber: Subscriber<ServiceReply>;
  nextSeqId: number;
  /** Until then, it is expected to fetch the list. */
  listDueMs: number;
}

/**
 * Tells the subscribers every change of the directory, in order.
 *
 * @remarks
 * A single change is told immediately, and so is every leave. In a burst, joins and updates are gathered. A subscriber that reads
 * slowly is sent more when it has read; one that falls too far behind is sent the latest event only, so that it fetches the
 * list.
 */
export class DirectoryFeed {
  readonly #ports: FeedPorts;
  readonly #log: EventLog;
  readonly #joins = new Burst();
  readonly #updates = new Burst();
  readonly #followers = new Map<string, Set<Follower>>();
  readonly #listed = new Set<string>();
  /** Each event is a message itself. */
  #isTelling = false;
  /** Between two times in a burst. */
  #restMs = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  public constructor(ports: FeedPorts) {
    this.#ports = ports;
    this.#log = new EventLog(ports.share);
  }

  /** A change of the directory. */
  public push(event: HostEvent): void {
    this.#log.append(event);
    this.#tellItself(event.payload);
    if (this.#isPartOfBurst(event.payload)) this.#tellLater(Math.max(BURST_MS, this.#restMs));
    else this.#tellAll();
  }

  /** The events from now on, for one subscription. */
  public events(terminalId: string): Observable<ServiceReply> {
    return new Observable((subscriber) => {
      const fetchesList = terminalId !== HOST_ID && !this.#listed.has(terminalId);
      const listDueMs = fetchesList ? performance.now() + LIST_PATIENCE_MS : 0;
      const follower = { terminalId, subscriber, nextSeqId: this.#log.latestSeqId + 1, listDueMs };
      const followers = this.#followers.get(terminalId) ?? new Set();
      this.#followers.set(terminalId, followers.add(follower));
      subscriber.next({ frame: { value: INITIAL_EVENT } });
      return () => {
        followers.delete(follower);
        if (followers.size === 0 && this.#followers.get(terminalId) === followers) this.#followers.delete(terminalId);
      };
    });
  }

  /** The terminal has asked for the list. */
  public asked(terminalId: string): void {
    for (const follower of this.#followers.get(terminalId) ?? []) {
      if (follower.listDueMs > 0) follower.listDueMs = performance.now() + ANSWER_PATIENCE_MS;
    }
  }

  /** The terminal is sent the list now. */
  public listed(terminalId: string): void {
    this.#listed.add(terminalId);
    for (const follower of this.#followers.get(terminalId) ?? []) {
      // One that has received events goes on with the next one.
      if (follower.listDueMs > 0) follower.nextSeqId = this.#log.latestSeqId + 1;
      follower.listDueMs = 0;
    }
  }

  /** Tells a terminal what it has not been told yet, because it is about to receive another message. */
  public catchUp(terminalId: string): void {
    if (this.#isTelling) return;
    const followers = this.#followers.get(terminalId);
    if (!followers) return;
    for (const follower of followers) if (!this.#awaitsList(follower)) this.#tell(follower, NEVER);
  }

  /** A connection of the terminal has ended. */
  public forget(terminalId: string): void {
    this.#listed.delete(terminalId);
  }

  public stop(): void {
    clearTimeout(this.#timer);
  }

  /** A terminal is told what it announces before it is answered. */
  #tellItself({ old, new: present }: HostEvent['payload']): void {
    const { terminal_id: terminalId = '' } = present ?? old ?? {};
    for (const follower of this.#followers.get(terminalId) ?? []) this.#tell(follower, NEVER);
  }

  #isPartOfBurst({ old, new: present }: HostEvent['payload']): boolean {
    if (present === undefined) return false;
    const [burst, nowMs] = [old ? this.#updates : this.#joins, performance.now()];
    burst.count(nowMs);
    return burst.isOn(nowMs);
  }

  #tellLater(delayMs: number): void {
    this.#timer ??= setTimeout(() => this.#tellAll(), delayMs);
  }

  #tellAll(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const startedMs = performance.now();
    let lowestSeqId = this.#log.latestSeqId + 1;
    for (const [terminalId, followers] of [...this.#followers]) {
      for (const follower of followers) {
        if (!this.#awaitsList(follower)) this.#tell(follower, this.#ports.isBehind);
        lowestSeqId = Math.min(lowestSeqId, follower.nextSeqId);
      }
      this.#ports.onTold(terminalId);
    }
    this.#log.forgetBefore(lowestSeqId);
    this.#restMs = Math.min((performance.now() - startedMs) / BURST_SHARE, LONGEST_BURST_MS);
    if (lowestSeqId <= this.#log.latestSeqId) this.#tellLater(Math.max(RETRY_MS, this.#restMs));
  }

  #tell(follower: Follower, isBehind: FeedPorts['isBehind']): void {
    const { latestSeqId } = this.#log;
    if (follower.nextSeqId > latestSeqId) return;
    this.#isTelling = true;
    try {
      while (follower.nextSeqId <= latestSeqId && !isBehind(follower.terminalId)) this.#tellNext(follower);
    } finally {
      this.#isTelling = false;
    }
  }

  /** If the next event is no longer known, the latest one is told: the gap in the numbers makes the terminal fetch the list. */
  #tellNext(follower: Follower): void {
    const { latestSeqId } = this.#log;
    const next = this.#log.get(follower.nextSeqId);
    if (!next) follower.listDueMs = performance.now() + LIST_PATIENCE_MS;
    follower.nextSeqId = next ? follower.nextSeqId + 1 : latestSeqId + 1;
    follower.subscriber.next({ frame: next ?? this.#log.get(latestSeqId) });
  }

  #awaitsList(follower: Follower): boolean {
    if (follower.listDueMs === 0) return false;
    if (performance.now() < follower.listDueMs) return true;
    follower.listDueMs = 0;
    return false;
  }
}
