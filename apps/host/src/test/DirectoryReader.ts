import { decodeFrame, type Message } from '@node-unit/protocol';

import { announce, type RawClient } from './TestHub.js';

interface Event {
  readonly seq_id: number;
  readonly type: string;
  readonly payload?: {
    readonly new?: { readonly terminal_id: string };
    readonly old?: { readonly terminal_id: string };
  };
}

/** Follows the directory by the rule of Yuan's terminals: an event that does not continue the list makes it fetch the list. */
export class DirectoryReader {
  /** The numbers of the events received. */
  public readonly seqIds: number[] = [];
  /** The bodies received, of lists and of events. */
  public readonly lists: string[] = [];
  public readonly events: string[] = [];
  /** What happened, in order: `+id`, `-id`, and the methods of other terminals' requests. */
  public readonly story: string[] = [];
  readonly #client: RawClient;
  readonly #id: string;
  #terminals: string[] = [];
  #acknowledged: number | undefined;
  #fetches = 0;

  public constructor(client: RawClient, id: string) {
    this.#client = client;
    this.#id = id;
    client.texts$.subscribe((text) => this.#receive(text));
    announce(client, id);
    this.#ask('events', 'SubscribeChannel/HostEvent', { channel_id: '' });
  }

  public get terminals(): readonly string[] {
    return [...this.#terminals].sort();
  }

  /** How often the list was fetched. */
  public get fetches(): number {
    return this.#fetches;
  }

  #receive(text: string): void {
    const frame = decodeFrame(text);
    if (frame.kind === 'malformed' || !frame.message) throw new Error(`the host sent ${text.slice(0, 100)}`);
    const { message } = frame;
    if (message.trace_id.startsWith('list') && message.res) this.#onList(message, text);
    else if (message.trace_id === 'events' && message.frame) this.#onEvent(message, text);
    else if (message.source_terminal_id !== '@host') this.story.push(message.method);
  }

  #onList({ res }: Message, text: string): void {
    const { terminals, seq_id } = res?.data as { terminals: { terminal_id: string }[]; seq_id: number };
    this.lists.push(text.slice(text.indexOf('{"code"'), text.indexOf(',"trace_id"')));
    this.#terminals = terminals.map(({ terminal_id }) => terminal_id);
    this.#acknowledged = seq_id;
  }

  #onEvent({ frame }: Message, text: string): void {
    const { value } = frame as { value: Event };
    if (value.type === 'INIT') return this.#fetch();
    this.seqIds.push(value.seq_id);
    this.events.push(text.slice(text.indexOf('{"value"'), text.indexOf(',"trace_id"')));
    if (this.#acknowledged === undefined) return;
    if (value.seq_id !== this.#acknowledged + 1) return this.#fetch();
    this.#acknowledged = value.seq_id;
    this.#apply(value.payload ?? {});
  }

  #apply({ new: present, old }: NonNullable<Event['payload']>): void {
    if (old) this.#terminals = this.#terminals.filter((id) => id !== old.terminal_id);
    if (present) this.#terminals.push(present.terminal_id);
    if (present && !old) this.story.push(`+${present.terminal_id}`);
    if (old && !present) this.story.push(`-${old.terminal_id}`);
  }

  #fetch(): void {
    this.#acknowledged = undefined;
    this.#fetches += 1;
    this.#ask(`list ${this.#fetches}`, 'GetTerminalInfos', {});
  }

  #ask(trace_id: string, method: string, req: object): void {
    this.#client.send({ trace_id, method, req, source_terminal_id: this.#id });
  }
}
