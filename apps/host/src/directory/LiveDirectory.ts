import type { ServiceReply, TerminalInfo } from '@node-unit/protocol';
import { type Observable, Subject } from 'rxjs';

import { announce, createDirectory, type Directory, type DirectoryChange, type HostEvent, leave } from './Directory.js';
import { DirectoryFeed, type FeedPorts } from './DirectoryFeed.js';
import { ListAnswers } from './ListAnswers.js';
import { type OwnedService, ServiceOwners } from './ServiceOwners.js';

/** What a {@link LiveDirectory} needs from its surroundings. */
export interface LiveDirectoryPorts extends FeedPorts {
  readonly uptimeMs: () => number;
}

/** The directory as it is now, and what terminals are told of it. */
export class LiveDirectory {
  /** The changes of the announced terminals. */
  public readonly events$ = new Subject<HostEvent>();
  readonly #owners = new ServiceOwners();
  readonly #feed: DirectoryFeed;
  readonly #lists: ListAnswers;
  #directory: Directory;

  public constructor(host: TerminalInfo, ports: LiveDirectoryPorts) {
    this.#directory = createDirectory(host);
    this.#owners.replace(undefined, host);
    this.#feed = new DirectoryFeed(ports);
    this.#lists = new ListAnswers({
      share: ports.share,
      directory: () => this.#directory,
      uptimeMs: ports.uptimeMs,
      onAsked: (terminalId) => this.#feed.asked(terminalId),
      onListed: (terminalId) => this.#feed.listed(terminalId),
    });
  }

  /** The announced terminals, including the host itself. */
  public get terminals(): ReadonlyMap<string, TerminalInfo> {
    return this.#directory.terminals;
  }

  public ownerOf(serviceId: string): OwnedService | undefined {
    return this.#owners.get(serviceId);
  }

  /** Adds or updates a terminal. */
  public announce(info: TerminalInfo): void {
    this.#apply(announce(this.#directory, info));
  }

  public leave(terminalId: string): void {
    const change = leave(this.#directory, terminalId);
    if (change) this.#apply(change);
  }

  /** The changes from now on, for a subscription of a terminal. */
  public events(terminalId: string): Observable<ServiceReply> {
    return this.#feed.events(terminalId);
  }

  /** The answer to a terminal that asks for the list. */
  public list(terminalId: string): Observable<ServiceReply> {
    return this.#lists.answer(terminalId);
  }

  /** Tells a terminal what it has not been told yet, because it is about to receive another message. */
  public catchUp(terminalId: string): void {
    this.#feed.catchUp(terminalId);
  }

  /** A connection of the terminal has ended. */
  public forgetConnection(terminalId: string): void {
    this.#feed.forget(terminalId);
  }

  public stop(): void {
    this.#feed.stop();
    this.#lists.stop();
  }

  #apply({ directory, event }: DirectoryChange): void {
    const { old, new: present } = event.payload;
    this.#directory = directory;
    this.#owners.replace(old, present);
    if (old === undefined) this.#lists.joined();
    this.#feed.push(event);
    this.events$.next(event);
  }
}
