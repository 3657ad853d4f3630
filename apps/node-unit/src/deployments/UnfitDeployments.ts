import type { Logger } from '@node-unit/app-runtime';
import type { Deployment, DeploymentReplica, DeploymentStore } from '@node-unit/deployment';
import type { Supervisor } from '@node-unit/supervisor';
import { BehaviorSubject, type Observable, type Subscription } from 'rxjs';

import { handBackInTheEnd } from '../handOver/handBackInTheEnd.js';
import { observeRows, type Refusals, withoutRefusal, withRefusal } from './Refusals.js';
import { type FitnessInput, findUnfit } from './findUnfit.js';

interface HandBackOptions extends FitnessInput {
  readonly replica$: Observable<DeploymentReplica>;
  /** With the own rows at least. */
  readonly own$: Observable<DeploymentReplica>;
  readonly supervisor: Pick<Supervisor, 'stop'>;
  readonly store: Pick<DeploymentStore, 'handBack'>;
  /** Whether this node-unit writes addresses at all. */
  readonly mayWrite: boolean;
  readonly logger: Logger;
}

/** Hands back what cannot or must not run on this node-unit. */
export class UnfitDeployments {
  readonly #options: HandBackOptions;
  readonly #refusals$ = new BehaviorSubject<Refusals>(new Map());
  readonly #underWay = new Set<string>();
  #rows: ReadonlyMap<string, Deployment> = new Map();

  public constructor(options: HandBackOptions) {
    this.#options = options;
  }

  /** What could not be installed or started here. Replays the current value. */
  public get refusals$(): Observable<Refusals> {
    return this.#refusals$.asObservable();
  }

  public get refusals(): Refusals {
    return this.#refusals$.value;
  }

  /** Hands back what no longer qualifies, while subscribed. */
  public follow(): Subscription {
    const { replica$, own$, mayWrite } = this.#options;
    const following = replica$.subscribe((replica) => {
      if (replica.state !== 'current') return;
      this.#rows = replica.deployments;
      const refusals = observeRows(this.#refusals$.value, replica.deployments);
      if (refusals !== this.#refusals$.value) this.#refusals$.next(refusals);
    });
    if (!mayWrite) return following;
    following.add(
      own$.subscribe((own) => {
        for (const { deployment, reason } of findUnfit(own, this.#options)) void this.#handBack(deployment.id, reason);
      }),
    );
    return following;
  }

  /** A deployment could not be installed or started here, again and again. A daemon has no other place to go to. */
  public async giveUp(id: string, reason: string): Promise<void> {
    if (!this.#options.mayWrite || this.#rows.get(id)?.type === 'daemon') return;
    const isHandedBack = await this.#handBack(id, reason);
    // A release removes its status, so the refusal is told afterwards.
    if (isHandedBack) this.#refusals$.next(withRefusal(this.#refusals$.value, id, reason, Date.now()));
  }

  /** It runs here after all. */
  public forget(id: string): void {
    const refusals = withoutRefusal(this.#refusals$.value, id);
    if (refusals !== this.#refusals$.value) this.#refusals$.next(refusals);
  }

  /** Resolves when it is handed back, however long the store is away; false if it is somebody else's by then. */
  async #handBack(id: string, reason: string): Promise<boolean> {
    if (this.#underWay.has(id)) return false;
    this.#underWay.add(id);
    const { supervisor, logger } = this.#options;
    try {
      await supervisor.stop(id);
      const holder = (): string | undefined => this.#rows.get(id)?.address;
      const isHandedBack = await handBackInTheEnd({ ...this.#options, id, reason, holder });
      if (isHandedBack) logger.warn({ deployment_id: id, reason }, 'DeploymentHandedBack');
      return isHandedBack;
    } finally {
      this.#underWay.delete(id);
    }
  }
}
