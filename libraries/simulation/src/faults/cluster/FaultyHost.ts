import type { NodeUnit } from '@node-unit/fleet';
import type { VirtualTimeScheduler } from 'rxjs';

/** What the host says to a node-unit. */
export type HostMessage =
  | {
      readonly kind: 'list';
      /** Grows with every change of the list. */
      readonly version: number;
      readonly nodeUnits: readonly NodeUnit[];
      readonly uptimeMs: number;
      /** The answer to having joined, which is no notification. */
      readonly isAnswer: boolean;
    }
  | { readonly kind: 'closed' };

/** A connection as the host sees it. */
export interface HostSession {
  readonly address: string;
  readonly tell: (message: HostMessage) => void;
}

/** Changes of this time are announced together. */
const GATHERED_MS = 1;

/** Knows who is online, and announces every change to everybody. A restart forgets who was there. */
export class FaultyHost {
  readonly #time: VirtualTimeScheduler;
  readonly #sessions = new Map<string, HostSession>();
  readonly #nodeUnits = new Map<string, NodeUnit>();
  #list: readonly NodeUnit[] = [];
  #version = 0;
  #startedMs = Number.NEGATIVE_INFINITY;
  #away = 0;
  #isAnnouncing = false;

  public constructor(time: VirtualTimeScheduler) {
    this.#time = time;
  }

  /** The session of a node-unit that joins or joins again; `undefined` while the host is away. */
  public join(nodeUnit: NodeUnit, tell: HostSession['tell']): HostSession | undefined {
    if (this.#away > 0) return undefined;
    const session = { address: nodeUnit.address, tell };
    this.#sessions.get(session.address)?.tell({ kind: 'closed' });
    this.#sessions.set(session.address, session);
    this.#nodeUnits.set(session.address, nodeUnit);
    this.#changed();
    tell({ ...this.#listed(), isAnswer: true });
    return session;
  }

  /** The connection is closed, or nothing was heard for too long. */
  public drop(session: HostSession): void {
    if (this.#sessions.get(session.address) !== session) return;
    this.#sessions.delete(session.address);
    this.#nodeUnits.delete(session.address);
    session.tell({ kind: 'closed' });
    this.#changed();
  }

  /** Says again what there is now to one that has missed something. */
  public repeat(session: HostSession): void {
    if (this.#sessions.get(session.address) === session) session.tell({ ...this.#listed(), isAnswer: true });
  }

  /** What the host lists now, if it still has this session. */
  public listedFor(session: HostSession): readonly NodeUnit[] | undefined {
    return this.#sessions.get(session.address) === session ? this.#list : undefined;
  }

  public stop(): void {
    this.#away += 1;
    const sessions = [...this.#sessions.values()];
    this.#sessions.clear();
    this.#nodeUnits.clear();
    for (const { tell } of sessions) tell({ kind: 'closed' });
  }

  public start(): void {
    this.#away -= 1;
    this.#startedMs = this.#time.now();
  }

  #changed(): void {
    this.#version += 1;
    this.#list = [...this.#nodeUnits.values()];
    if (this.#isAnnouncing) return;
    this.#isAnnouncing = true;
    this.#time.schedule(() => this.#announce(), GATHERED_MS);
  }

  #announce(): void {
    this.#isAnnouncing = false;
    for (const { tell } of this.#sessions.values()) tell({ ...this.#listed(), isAnswer: false });
  }

  #listed(): Omit<HostMessage & { kind: 'list' }, 'isAnswer'> {
    const uptimeMs = this.#time.now() - this.#startedMs;
    return { kind: 'list', version: this.#version, nodeUnits: this.#list, uptimeMs };
  }
}
