import type { NodeUnitRanking } from '../policy/ClaimPolicy.js';
import { Ranks } from './Ranks.js';

/** Where the node-units stand for a candidate by the policy, for the node-unit that judges. */
export interface Standing {
  readonly kind: 'ranked';
  /** From best to worst. */
  readonly rankings: readonly NodeUnitRanking[];
  /** Why the judging node-unit is not among the best. */
  readonly refusalDetail: string;
  /** Whether there are others after the first rank and as many more as that. */
  hasOthers(more: number): boolean;
  /** The first rank and as many more as that; the same array every time. */
  best(more: number): readonly string[];
  /** Whether the judging node-unit is one of them. */
  isWithin(more: number): boolean;
}

/** By a complete ranking. */
export class CompleteStanding implements Standing {
  public readonly kind = 'ranked';
  readonly #self: string;
  readonly #ranks: Ranks;
  readonly #place: number;
  #detail: string | undefined;

  public constructor(
    self: string,
    public readonly rankings: readonly NodeUnitRanking[],
    detail?: string,
  ) {
    this.#self = self;
    this.#ranks = new Ranks(rankings);
    this.#place = this.#ranks.placeOf(self);
    this.#detail = detail;
  }

  public get refusalDetail(): string {
    return (this.#detail ??= refusalDetailOf(this.#self, this.rankings));
  }

  public hasOthers(more: number): boolean {
    return this.#ranks.hasOthers(more);
  }

  public best(more: number): readonly string[] {
    return this.#ranks.best(more);
  }

  public isWithin(more: number): boolean {
    return this.#place <= more;
  }
}

/** By the best alone; the others are asked for when somebody looks at them. */
export class BestStanding implements Standing {
  public readonly kind = 'ranked';
  readonly #self: string;
  readonly #best: readonly string[];
  readonly #hasOthers: boolean;
  readonly #complete: () => Standing;
  #known: Standing | undefined;

  /**
   * @param best - The addresses of the best; none if nobody has a score.
   * @param qualified - How many node-units are ranked, the best and the others.
   */
  public constructor(self: string, best: readonly string[], qualified: number, complete: () => Standing) {
    this.#self = self;
    this.#best = best;
    this.#hasOthers = best.length < qualified;
    this.#complete = complete;
  }

  public get rankings(): readonly NodeUnitRanking[] {
    return this.#all.rankings;
  }

  public get refusalDetail(): string {
    return this.#all.refusalDetail;
  }

  public hasOthers(more: number): boolean {
    return more === 0 ? this.#hasOthers : this.#all.hasOthers(more);
  }

  public best(more: number): readonly string[] {
    return more === 0 ? this.#best : this.#all.best(more);
  }

  public isWithin(more: number): boolean {
    return more === 0 ? this.#best.includes(this.#self) : this.#all.isWithin(more);
  }

  get #all(): Standing {
    return (this.#known ??= this.#complete());
  }
}

/** Why a node-unit is not among the best of a ranking. Pure. */
export function refusalDetailOf(self: string, rankings: readonly NodeUnitRanking[]): string {
  const own = rankings.find((ranking) => ranking.address === self);
  if (!own) return 'this node-unit is not online and claiming in its own view';
  if (own.kind === 'unscored') return `no score: ${own.reason}`;
  const best = rankings[0];
  return `score ${own.score} is not the best, ${best?.kind === 'scored' ? best.score : 'unknown'}`;
}
