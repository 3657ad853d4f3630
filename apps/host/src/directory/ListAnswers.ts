import type { Response, ServiceReply } from '@node-unit/protocol';
import { Observable, type Subscriber } from 'rxjs';

import { Burst } from './Burst.js';
import type { Directory } from './Directory.js';
import { encodeList } from './encodeDirectory.js';
import type { Share } from './EventLog.js';
import { Pace } from './Pace.js';

/** For so long, a list can be given to others if nothing has changed: it states for how long the host has been running. */
const FRESH_MS = 50;
/** So many lists within so many ms are made at once; who asks for further ones shares one at the end of that time. */
const [SINGLE_LISTS, BURST_MS] = [3, 50];
/** While many terminals join, who asks waits for those who are about to join, but no longer than this. */
const PATIENCE_MS = 1_000;

/** What {@link ListAnswers} need from their surroundings. */
export interface ListPorts {
  readonly share: Share;
  readonly directory: () => Directory;
  readonly uptimeMs: () => number;
  /** A terminal has asked for the list. */
  readonly onAsked: (terminalId: string) => void;
  /** The terminal is sent the list now. */
  readonly onListed: (terminalId: string) => void;
}

interface List {
  readonly seqId: number;
  readonly madeMs: number;
  readonly res: Response;
}

interface Waiting {
  readonly terminalId: string;
  readonly subscriber: Subscriber<ServiceReply>;
}

/**
 * Answers with the whole directory: immediately, but while many terminals join, as after a restart of the host, those who
 * ask are given one list together when most have joined.
 */
export class ListAnswers {
  readonly #ports: ListPorts;
  readonly #joins = new Burst();
  readonly #pace = new Pace(SINGLE_LISTS, BURST_MS);
  readonly #waiting = new Set<Waiting>();
  #list: List | undefined;
  #dueMs = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  public constructor(ports: ListPorts) {
    this.#ports = ports;
  }

  /** A terminal has joined. */
  public joined(): void {
    this.#joins.count(performance.now());
  }

  public answer(terminalId: string): Observable<ServiceReply> {
    return new Observable((subscriber) => {
      const waiting = { terminalId, subscriber };
      this.#ports.onAsked(terminalId);
      if (this.#waiting.size === 0) this.#dueMs = performance.now() + PATIENCE_MS;
      this.#waiting.add(waiting);
      this.#answerWhenQuiet();
      return () => this.#waiting.delete(waiting);
    });
  }

  public stop(): void {
    clearTimeout(this.#timer);
  }

  #answerWhenQuiet(): void {
    const nowMs = performance.now();
    const waitsForJoins = this.#joins.isOn(nowMs) && nowMs < this.#dueMs;
    const delayMs = waitsForJoins ? BURST_MS : this.#freshList(nowMs) ? 0 : this.#pace.delayMs(nowMs);
    if (delayMs === 0) this.#answerAll(nowMs);
    else this.#timer ??= setTimeout(() => this.#onTimer(), delayMs);
  }

  #onTimer(): void {
    this.#timer = undefined;
    if (this.#waiting.size > 0) this.#answerWhenQuiet();
  }

  #answerAll(nowMs: number): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const list = this.#freshList(nowMs) ?? this.#makeList(nowMs);
    this.#list = list;
    const { res } = list;
    for (const { terminalId, subscriber } of [...this.#waiting]) {
      this.#ports.onListed(terminalId);
      subscriber.next({ res });
    }
  }

  #freshList(nowMs: number): List | undefined {
    const list = this.#list;
    const isFresh = list?.seqId === this.#ports.directory().seqId && nowMs < list.madeMs + FRESH_MS;
    return isFresh ? list : undefined;
  }

  #makeList(nowMs: number): List {
    const { share, directory, uptimeMs } = this.#ports;
    const { terminals, seqId } = directory();
    const data = { terminals: [...terminals.values()], seq_id: seqId, uptime_ms: uptimeMs() };
    const res: Response = { code: 0, message: 'OK', data };
    const text = `{"code":0,"message":"OK","data":${encodeList(directory(), data.uptime_ms)}}`;
    return { seqId, madeMs: nowMs, res: share(res, text) };
  }
}
