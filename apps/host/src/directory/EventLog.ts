import type { HostEvent } from './Directory.js';
import { encodeEvent } from './encodeDirectory.js';

/** The content of a message of the HostEvent channel. */
export interface EventContent {
  readonly value: HostEvent;
}

/** Encodes a content once for all who receive it. */
export type Share = <Content extends object>(content: Content, text: string) => Content;

interface Entry {
  readonly content: EventContent;
  readonly length: number;
}

const MAX_EVENTS = 1_000;
const MAX_LENGTH = 4 * 1024 * 1024;

/** The latest events, for those who have not received them yet. */
export class EventLog {
  readonly #share: Share;
  readonly #entries: Entry[] = [];
  #firstSeqId = 1;
  #length = 0;

  public constructor(share: Share) {
    this.#share = share;
  }

  /** The number of the latest event; 0 before the first. */
  public get latestSeqId(): number {
    return this.#firstSeqId + this.#entries.length - 1;
  }

  public append(event: HostEvent): void {
    const text = `{"value":${encodeEvent(event)}}`;
    this.#entries.push({ content: this.#share({ value: event }, text), length: text.length });
    this.#length += text.length;
    while (this.#entries.length > MAX_EVENTS || (this.#length > MAX_LENGTH && this.#entries.length > 1)) this.#drop();
  }

  /** Undefined if it is no longer known. */
  public get(seqId: number): EventContent | undefined {
    return this.#entries[seqId - this.#firstSeqId]?.content;
  }

  /** Forgets what everybody has received. */
  public forgetBefore(seqId: number): void {
    while (this.#entries.length > 0 && this.#firstSeqId < seqId) this.#drop();
  }

  #drop(): void {
    this.#length -= this.#entries.shift()?.length ?? 0;
    this.#firstSeqId += 1;
  }
}
