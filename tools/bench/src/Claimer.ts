import { type DeploymentReplica, watchReplica } from '@node-unit/deployment';
import { deploymentStoreOf } from '@node-unit/deployment-service';
import { formatNodeUnitTags, type Membership, watchMembership } from '@node-unit/fleet';
import type { LocalCluster } from '@node-unit/local-cluster';
import { connectTerminal, createKeyPair, type Terminal } from '@node-unit/protocol';
import { type ClaimPolicy, scheduleRounds } from '@node-unit/scheduler';
import {
  BehaviorSubject,
  filter,
  firstValueFrom,
  type Observable,
  ReplaySubject,
  share,
  type Subscription,
} from 'rxjs';

/** A node-unit that claims and starts nothing. */
export class Claimer {
  public attempts = 0;
  public lost = 0;
  readonly #claimed$ = new BehaviorSubject(0);
  readonly #terminal: Terminal;
  readonly #membership$: Observable<Membership>;
  readonly #replica$: Observable<DeploymentReplica>;
  readonly #rounds: Subscription;

  public constructor({ hostUrl, hostToken }: Pick<LocalCluster, 'hostUrl' | 'hostToken'>, policy: ClaimPolicy) {
    const keyPair = createKeyPair();
    this.#terminal = connectTerminal({ hostUrl, hostToken, keyPair, name: '@node-unit/node-unit' });
    this.#terminal.setTags(tagsOf(keyPair.publicKey, policy.name));
    const store = deploymentStoreOf(this.#terminal);
    const shared = <Value>(value$: Observable<Value>) =>
      value$.pipe(share({ connector: () => new ReplaySubject<Value>(1) }));
    this.#membership$ = shared(watchMembership(this.#terminal));
    this.#replica$ = shared(watchReplica(store));
    const { publicKey: self } = keyPair;
    const [membership$, replica$] = [this.#membership$, this.#replica$];
    const facts = { self, policy, trusts: () => true, membership$, replica$, store };
    this.#rounds = scheduleRounds({ ...facts, intervalMs: 5_000 }).subscribe(({ attempts }) => {
      this.attempts += attempts.length;
      const claimed = attempts.filter((attempt) => attempt.claimed).length;
      this.lost += attempts.length - claimed;
      this.#claimed$.next(this.#claimed$.value + claimed);
    });
  }

  /** Resolves when it sees as many node-units. */
  public async sees(nodeUnits: number): Promise<void> {
    await firstValueFrom(this.#membership$.pipe(filter((membership) => membership.nodeUnits.length === nodeUnits)));
  }

  /** Resolves when it has claimed as many deployments more than before. */
  public claims(deployments: number): Promise<unknown> {
    const target = this.#claimed$.value + deployments;
    return firstValueFrom(this.#claimed$.pipe(filter((claimed) => claimed >= target)));
  }

  /** Resolves when the table is empty to it. */
  public seesNothing(): Promise<unknown> {
    const isEmpty = (replica: DeploymentReplica): boolean =>
      replica.state === 'current' && replica.deployments.size === 0;
    return firstValueFrom(this.#replica$.pipe(filter(isEmpty)));
  }

  public async dispose(): Promise<void> {
    this.#rounds.unsubscribe();
    await this.#terminal.dispose();
  }
}

function tagsOf(address: string, claimPolicyName: string): Readonly<Record<string, string>> {
  return formatNodeUnitTags({
    address,
    name: address.slice(0, 6),
    version: '0.0.0',
    claimPolicyName,
    capacity: { cpuCores: 2, memoryTotalMb: 4_096 },
    nodeTags: {},
    resourceUsage: undefined,
    settledUsage: undefined,
  });
}
