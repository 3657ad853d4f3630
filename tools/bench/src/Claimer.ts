import { type DeploymentReplica, watchReplica } from '@node-unit/deployment';
import { deploymentStoreOf } from '@node-unit/deployment-service';
import { formatNodeUnitTags, type Membership, watchMembership } from '@node-unit/fleet';
import type { LocalCluster } from '@node-unit/local-cluster';
import { connectTerminal, createKeyPair, type Terminal } from '@node-unit/protocol';
import { type ClaimPolicy, scheduleRounds } from '@node-unit/scheduler';
import { filter, firstValueFrom, map, type Observable, ReplaySubject, share, type Subscription } from 'rxjs';

/** A node-unit that claims and starts nothing. */
export class Claimer {
  public attempts = 0;
  public lost = 0;
  readonly #terminal: Terminal;
  readonly #membership$: Observable<Membership>;
  readonly #replica$: Observable<DeploymentReplica>;
  readonly #address: string;
  readonly #rounds: Subscription;

  public constructor({ hostUrl, hostToken }: Pick<LocalCluster, 'hostUrl' | 'hostToken'>, policy: ClaimPolicy) {
    const keyPair = createKeyPair();
    this.#address = keyPair.publicKey;
    this.#terminal = connectTerminal({ hostUrl, hostToken, keyPair, name: '@node-unit/node-unit' });
    this.#terminal.setTags(tagsOf(this.#address, policy.name));
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
      this.lost += attempts.filter(({ claimed }) => !claimed).length;
    });
  }

  /** Resolves when it sees as many node-units. */
  public async sees(nodeUnits: number): Promise<void> {
    await firstValueFrom(this.#membership$.pipe(filter((membership) => membership.nodeUnits.length === nodeUnits)));
  }

  /** Resolves when it has as many deployments. */
  public hasClaimed(deployments: number): Promise<unknown> {
    const held$ = this.#rows$().pipe(map((rows) => rows.filter(({ address }) => address === this.#address).length));
    return firstValueFrom(held$.pipe(filter((held) => held >= deployments)));
  }

  /** Resolves when the table is empty to it. */
  public seesNothing(): Promise<unknown> {
    return firstValueFrom(this.#rows$().pipe(filter(({ length }) => length === 0)));
  }

  public async dispose(): Promise<void> {
    this.#rounds.unsubscribe();
    await this.#terminal.dispose();
  }

  #rows$() {
    return this.#replica$.pipe(
      map((replica) => (replica.state === 'current' ? [...replica.deployments.values()] : [])),
    );
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
