import { setTimeout as delay } from 'node:timers/promises';

import type { Logger } from '@node-unit/app-runtime';
import { reconnect } from '@node-unit/basics';
import type { Deployment, DeploymentReplica, DeploymentStore, NodeUnitOrders } from '@node-unit/deployment';
import type { Supervisor } from '@node-unit/supervisor';
import { BehaviorSubject, combineLatest, distinctUntilChanged, type Observable, Subscription } from 'rxjs';

import { awaitElsewhere } from './awaitElsewhere.js';
import { handBackInTheEnd } from './handBackInTheEnd.js';
import { type HandOver, planHandOvers } from './planHandOvers.js';

/** How long this node-unit leaves a deployment to others that it was told to hand over. */
const LEFT_TO_OTHERS_MS = 60_000;
const RETRY_MS = 5_000;

/** By deployment ID, for a person. */
export type HandOverTexts = ReadonlyMap<string, string>;

interface HandOverOptions {
  readonly address: string;
  readonly store: Pick<DeploymentStore, 'watchOrders' | 'handBack' | 'readStatus'>;
  readonly replica$: Observable<DeploymentReplica>;
  /** With the own rows at least. */
  readonly own$: Observable<DeploymentReplica>;
  readonly supervisor: Pick<Supervisor, 'stop'>;
  /** Why a deployment can run nowhere else; undefined = it can, or that is not known. */
  readonly obstacleOf: (deployment: Deployment) => string | undefined;
  readonly logger: Logger;
}

/**
 * Hands over what operators want elsewhere, one deployment after another: each runs elsewhere before the next is touched. A
 * deployment keeps running here until it runs there; an exclusive one is stopped first.
 */
export class HandOvers {
  readonly #options: HandOverOptions;
  readonly #orders$ = new BehaviorSubject<NodeUnitOrders | undefined>(undefined);
  readonly #lingering$ = new BehaviorSubject<ReadonlyMap<string, Deployment>>(new Map());
  readonly #texts$ = new BehaviorSubject<HandOverTexts>(new Map());
  readonly #leftUntilMs = new Map<string, number>();
  readonly #ended = new AbortController();
  #replica: DeploymentReplica = { state: 'loading' };
  #own: DeploymentReplica = { state: 'loading' };
  #isWorking = false;

  public constructor(options: HandOverOptions) {
    this.#options = options;
  }

  /** Undefined until they are known. Replays the current value. */
  public get orders$(): Observable<NodeUnitOrders | undefined> {
    return this.#orders$.asObservable();
  }

  /** What runs here although it was handed back, until it runs elsewhere. */
  public get lingering$(): Observable<ReadonlyMap<string, Deployment>> {
    return this.#lingering$.asObservable();
  }

  /** How far hand-overs are, or what prevents them. */
  public get texts$(): Observable<HandOverTexts> {
    return this.#texts$.asObservable();
  }

  /** Why this node-unit does not claim a deployment because of an operator. */
  public readonly declines = ({ id }: Pick<Deployment, 'id'>): string | undefined => {
    const orders = this.#orders$.value;
    if (orders === undefined) return 'it is not known yet whether this node-unit is drained';
    if (orders.drained !== undefined) return 'this node-unit is drained';
    const leftMs = (this.#leftUntilMs.get(id) ?? 0) - Date.now();
    return leftMs > 0
      ? `an operator has moved it away from here ${Math.ceil((LEFT_TO_OTHERS_MS - leftMs) / 1_000)} s ago`
      : undefined;
  };

  /** Follows the orders while subscribed. */
  public follow(): Subscription {
    const { store, address, replica$, own$, logger } = this.#options;
    const following = new Subscription(() => this.#ended.abort());
    const onLost = (reason: string): void => logger.debug({ reason }, 'OrdersUnavailable');
    const orders$ = reconnect(() => store.watchOrders(address), onLost);
    following.add(orders$.subscribe((orders) => this.#orders$.next(orders)));
    following.add(this.#orders$.pipe(distinctUntilChanged(isSameDrain)).subscribe((orders) => this.#log(orders)));
    following.add(replica$.subscribe((replica) => (this.#replica = replica)));
    following.add(
      combineLatest([this.#orders$, own$]).subscribe(([, own]) => {
        this.#own = own;
        this.#begin();
      }),
    );
    return following;
  }

  #log(orders: NodeUnitOrders | undefined): void {
    if (orders === undefined) return;
    const { drained } = orders;
    this.#options.logger.info(
      { drained: drained !== undefined, ...(drained && { reason: drained.reason }) },
      'DrainChanged',
    );
  }

  #plan(): readonly HandOver[] {
    return planHandOvers(this.#orders$.value, this.#own, this.#options.address);
  }

  #begin(): void {
    if (!this.#isWorking) void this.#work();
  }

  /** Ends when nothing is left to hand over; the next change begins again. */
  async #work(): Promise<void> {
    this.#isWorking = true;
    const { signal } = this.#ended;
    for (let plan = this.#plan(); !signal.aborted; plan = this.#plan()) {
      const obstacles = new Map(plan.map(({ deployment }) => [deployment.id, this.#options.obstacleOf(deployment)]));
      const next = plan.find(({ deployment }) => obstacles.get(deployment.id) === undefined);
      this.#tell(plan, obstacles, next);
      if (plan.length === 0) break;
      if (next) await this.#handOver(next);
      // What prevents them changes without a word, such as another node-unit that comes.
      else await delay(RETRY_MS, undefined, { signal, ref: false }).catch(() => undefined);
    }
    this.#isWorking = false;
  }

  #tell(
    plan: readonly HandOver[],
    obstacles: ReadonlyMap<string, string | undefined>,
    next: HandOver | undefined,
  ): void {
    const texts = plan.map(({ deployment: { id } }): [string, string] => {
      const obstacle = obstacles.get(id);
      if (obstacle !== undefined) return [id, `cannot move: ${obstacle}`];
      return [id, id === next?.deployment.id ? 'is being handed over' : 'waits for its turn'];
    });
    // Every change of the table comes by here, and most of them are about nothing of ours.
    if (texts.length > 0 || this.#texts$.value.size > 0) this.#texts$.next(new Map(texts));
  }

  async #handOver({ deployment, reason, isNamed }: HandOver): Promise<void> {
    const { supervisor, logger } = this.#options;
    const { id } = deployment;
    const { signal } = this.#ended;
    // A drained node-unit claims nothing anyway, and everything once it is no longer drained.
    if (isNamed) this.#leaveToOthers(id);
    if (deployment.exclusiveMs > 0) await supervisor.stop(id);
    else this.#lingering$.next(new Map([...this.#lingering$.value, [id, deployment]]));
    if (await handBackInTheEnd({ ...this.#options, id, reason, signal, holder: () => this.#holderOf(id) })) {
      logger.info({ deployment_id: id, reason }, 'DeploymentHandedOver');
      const result = await awaitElsewhere({ ...this.#options, deployment, signal, replica: () => this.#replica });
      logger.info({ deployment_id: id, result }, 'DeploymentRunsElsewhere');
    }
    this.#lingering$.next(new Map([...this.#lingering$.value].filter(([other]) => other !== id)));
  }

  #holderOf(id: string): string | undefined {
    return this.#own.state === 'loading' ? undefined : this.#own.deployments.get(id)?.address;
  }

  #leaveToOthers(id: string): void {
    const nowMs = Date.now();
    for (const [known, untilMs] of this.#leftUntilMs) if (untilMs <= nowMs) this.#leftUntilMs.delete(known);
    this.#leftUntilMs.set(id, nowMs + LEFT_TO_OTHERS_MS);
  }
}

function isSameDrain(before: NodeUnitOrders | undefined, after: NodeUnitOrders | undefined): boolean {
  return before?.drained?.since === after?.drained?.since && (before === undefined) === (after === undefined);
}
