import type { DeploymentReplica, DeploymentStatus } from '@node-unit/deployment';
import { isUnsettled, type Membership, missingFrom } from '@node-unit/fleet';

/** A deployment whose node-unit was lost. */
interface Orphan {
  readonly lostAddress: string;
  readonly lostMs: number;
  /** Whether this node-unit has claimed it. */
  readonly isClaimed: boolean;
}

/** A step of the takeover of one deployment by this node-unit, and the time since the loss was seen. */
export interface TakeoverStep {
  readonly until: 'claimed' | 'running';
  readonly afterMs: number;
}

/**
 * Measures how long this node-unit takes to take over deployments of lost ones. It holds nothing while nobody is lost;
 * what others take over is forgotten.
 */
export class FailoverClock {
  readonly #self: string;
  readonly #online = new Set<string>();
  readonly #orphans = new Map<string, Orphan>();
  #replica: DeploymentReplica = { state: 'loading' };

  public constructor(self: string) {
    this.#self = self;
  }

  public observeMembership(membership: Membership, nowMs: number): void {
    if (isUnsettled(membership)) return;
    const present = new Set(membership.nodeUnits.map(({ address }) => address));
    const isLost = missingFrom(membership);
    for (const address of this.#online) if (isLost(address)) this.#lose(address, nowMs);
    present.forEach((address) => this.#online.add(address));
    this.#forget(({ lostAddress, isClaimed }) => !isClaimed && present.has(lostAddress));
  }

  /** Gives the deployments that this node-unit has claimed. */
  public observeReplica(replica: DeploymentReplica, nowMs: number): readonly TakeoverStep[] {
    if (replica.state !== 'current') return [];
    this.#replica = replica;
    const addressOf = (id: string): string | undefined => {
      const row = replica.deployments.get(id);
      return row?.enabled ? row.address : undefined;
    };
    this.#forget((orphan, id) => !this.#isOpen(orphan, addressOf(id)));
    const claimed = [...this.#orphans].filter(([id, { isClaimed }]) => !isClaimed && addressOf(id) === this.#self);
    return claimed.map(([id, orphan]) => {
      this.#orphans.set(id, { ...orphan, isClaimed: true });
      return { until: 'claimed', afterMs: nowMs - orphan.lostMs };
    });
  }

  /** Gives the deployments that run here now. */
  public observeStates(states: ReadonlyMap<string, DeploymentStatus>, nowMs: number): readonly TakeoverStep[] {
    return [...this.#orphans].flatMap(([id, { isClaimed, lostMs }]) => {
      if (!isClaimed || states.get(id)?.state !== 'running') return [];
      this.#orphans.delete(id);
      return [{ until: 'running', afterMs: nowMs - lostMs }];
    });
  }

  /** Whether this node-unit may still take it over, or has and it does not run yet. */
  #isOpen({ lostAddress, isClaimed }: Orphan, address: string | undefined): boolean {
    if (address === this.#self) return true;
    return !isClaimed && (address === '' || address === lostAddress);
  }

  #forget(isOver: (orphan: Orphan, id: string) => boolean): void {
    for (const [id, orphan] of this.#orphans) if (isOver(orphan, id)) this.#orphans.delete(id);
  }

  #lose(lostAddress: string, lostMs: number): void {
    this.#online.delete(lostAddress);
    if (this.#replica.state === 'loading') return;
    for (const { id, type, enabled, address } of this.#replica.deployments.values()) {
      if (!enabled || type !== 'deployment' || address !== lostAddress) continue;
      this.#orphans.set(id, { lostAddress, lostMs, isClaimed: false });
    }
  }
}
