import type { Deployment } from '@node-unit/deployment';
import type { Membership } from '@node-unit/fleet';
import { defer, exhaustMap, type Observable, of, type SchedulerLike, Subject, switchMap, timer } from 'rxjs';

/**
 * Asks the host which of these addresses it lists now.
 *
 * @throws if there is no answer
 *
 * @public
 */
export type AskListed = (addresses: readonly string[]) => Promise<ReadonlySet<string>>;

type Held = ReadonlyMap<string, readonly Deployment[]>;

const ASK_AGAIN_MS = 1_000;

/**
 * Those who hold deployments without being listed, and were not heard to leave: they were never listed on this connection, or
 * got a deployment after they had left.
 *
 * @remarks
 * Only a listed node-unit claims. So the list may be old (this node-unit was frozen, or does not hear the host), and they
 * count as lost only when the host has answered that it does not list them either.
 */
export class UnlistedHolders {
  /** Emits when an answer came, or when it is time to ask again. */
  public readonly answers$: Observable<unknown>;
  readonly #ask: AskListed | undefined;
  readonly #asks$ = new Subject<void>();
  /** By address: the number of the observation that saw it last, or that the host does not list it either. */
  readonly #unlisted = new Map<string, number | 'confirmed'>();
  #observations = 0;
  #held: Held = new Map();
  #membership: Membership = { state: 'disconnected', nodeUnits: [], seenAddresses: new Set() };

  /** @param ask - Default: every list is taken to be up to date. */
  public constructor(ask: AskListed | undefined, scheduler: SchedulerLike) {
    this.#ask = ask;
    const confirmed$ = defer(() => this.#confirm());
    this.answers$ = this.#asks$.pipe(
      exhaustMap(() => confirmed$.pipe(switchMap((isAll) => (isAll ? of(0) : timer(ASK_AGAIN_MS, scheduler))))),
    );
  }

  /** Which of those who hold deployments now are not confirmed to be lost; the host is asked about them. */
  public observe(held: Held, membership: Membership): ReadonlySet<string> {
    if (!this.#ask) return new Set();
    this.#forget(held, membership);
    this.#observations += 1;
    const unheard = unheardHolders({ before: this.#held, held, known: this.#unlisted }, membership);
    for (const address of unheard) this.#unlisted.set(address, this.#observations);
    this.#held = held;
    this.#membership = membership;
    if (this.#inQuestion().length > 0) this.#asks$.next();
    return new Set([...this.#unlisted].flatMap(([address, seen]) => (seen === 'confirmed' ? [] : [address])));
  }

  #forget(held: Held, { state, nodeUnits }: Membership): void {
    const listed = new Set(nodeUnits.map(({ address }) => address));
    const isNewConnection = state === 'disconnected' || state === 'joining';
    for (const [address, seen] of this.#unlisted) {
      const isOver = listed.has(address) || !held.has(address);
      if (isOver || (isNewConnection && seen === 'confirmed')) this.#unlisted.delete(address);
    }
  }

  /** Those who would be lost but for this. */
  #inQuestion(): readonly (readonly [string, number])[] {
    const { state, seenAddresses } = this.#membership;
    if (state === 'disconnected' || state === 'joining') return [];
    return [...this.#unlisted].flatMap(([address, seen]) =>
      seen !== 'confirmed' && (state === 'settled' || seenAddresses.has(address)) ? [[address, seen] as const] : [],
    );
  }

  /** Whether nothing is in question any more. */
  async #confirm(): Promise<boolean> {
    const asked = this.#inQuestion();
    const listed = await this.#ask?.(asked.map(([address]) => address)).catch(() => undefined);
    if (!listed) return false;
    for (const [address, observation] of asked) {
      const isSame = this.#unlisted.get(address) === observation;
      if (isSame && !listed.has(address)) this.#unlisted.set(address, 'confirmed');
    }
    return this.#inQuestion().length === 0;
  }
}

interface Holders {
  readonly before: Held;
  readonly held: Held;
  readonly known: ReadonlyMap<string, unknown>;
}

/** Pure. */
function unheardHolders({ before, held, known }: Holders, membership: Membership): readonly string[] {
  const listed = new Set(membership.nodeUnits.map(({ address }) => address));
  const isNew = (address: string): boolean => !known.has(address) && !membership.seenAddresses.has(address);
  return [...held]
    .filter(([address]) => !listed.has(address))
    .filter(([address, rows]) => isNew(address) || hasGained(rows, before.get(address)))
    .map(([address]) => address);
}

function hasGained(rows: readonly Deployment[], before: readonly Deployment[] = []): boolean {
  if (rows === before) return false;
  const known = new Map(before.map(({ id, claimEpoch }) => [id, claimEpoch]));
  return rows.some(({ id, claimEpoch }) => known.get(id) !== claimEpoch);
}
