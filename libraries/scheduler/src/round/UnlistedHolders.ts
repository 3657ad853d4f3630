import type { Deployment } from '@node-unit/deployment';
import { isUnsettled, type Membership, missingFrom } from '@node-unit/fleet';
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
    const listed = new Set(membership.nodeUnits.map(({ address }) => address));
    const unlisted: Held = new Map([...held].filter(([address]) => !listed.has(address)));
    this.#forget(unlisted, isUnsettled(membership));
    this.#observations += 1;
    for (const [address, rows] of unlisted) {
      const isNew = !this.#unlisted.has(address) && !membership.seenAddresses.has(address);
      if (isNew || hasGained(rows, this.#held.get(address))) this.#unlisted.set(address, this.#observations);
    }
    this.#held = held;
    this.#membership = membership;
    if (this.#inQuestion().length > 0) this.#asks$.next();
    return new Set([...this.#unlisted].flatMap(([address, seen]) => (seen === 'confirmed' ? [] : [address])));
  }

  /** Those who are listed or hold nothing; on a new connection, also what the host has said on the one before. */
  #forget(unlisted: Held, isNewConnection: boolean): void {
    for (const [address, seen] of this.#unlisted) {
      if (!unlisted.has(address) || (isNewConnection && seen === 'confirmed')) this.#unlisted.delete(address);
    }
  }

  /** Those who would be lost but for this. */
  #inQuestion(): readonly (readonly [string, number])[] {
    const isMissing = missingFrom(this.#membership);
    return [...this.#unlisted].flatMap(([address, seen]) =>
      seen !== 'confirmed' && isMissing(address) ? [[address, seen] as const] : [],
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

/** Pure. */
function hasGained(rows: readonly Deployment[], before: readonly Deployment[] = []): boolean {
  if (rows === before) return false;
  const known = new Map(before.map(({ id, claimEpoch }) => [id, claimEpoch]));
  return rows.some(({ id, claimEpoch }) => known.get(id) !== claimEpoch);
}
