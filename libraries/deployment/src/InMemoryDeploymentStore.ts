import { BehaviorSubject, defer, distinctUntilChanged, map, type Observable, startWith, Subject } from 'rxjs';

import type { Deployment } from './Deployment.js';
import { boundStatus } from './boundStatus.js';
import type { DeploymentChange } from './DeploymentChange.js';
import type { StatusReport, StoredDeploymentStatus } from './DeploymentStatus.js';
import { NO_ORDERS, type NodeUnitOrders } from './operations/NodeUnitOrders.js';
import type { AddressWrite, ClaimResult, DeploymentStore, ReleaseResult } from './DeploymentStore.js';

/**
 * A {@link DeploymentStore} in memory with the semantics of the real one: conditional writes, a claim epoch that
 * grows with every change of address, `updatedAt` set by every write.
 *
 * @public
 */
export class InMemoryDeploymentStore implements DeploymentStore {
  public readonly changes$: Observable<DeploymentChange>;

  readonly #rows = new Map<string, Deployment>();
  readonly #statuses = new Map<string, StoredDeploymentStatus>();
  readonly #orders$ = new BehaviorSubject<ReadonlyMap<string, NodeUnitOrders>>(new Map());
  readonly #deltas$ = new Subject<DeploymentChange>();
  #writes = 0;

  public constructor(deployments: readonly Deployment[] = []) {
    for (const row of deployments) this.#rows.set(row.id, row);
    this.changes$ = defer(() =>
      this.#deltas$.pipe(startWith<DeploymentChange>({ kind: 'snapshot', deployments: this.rows() })),
    );
  }

  /** The current rows. */
  public rows(): readonly Deployment[] {
    return [...this.#rows.values()];
  }

  /** Inserts or replaces rows, as an operator would. */
  public put(...deployments: readonly Deployment[]): void {
    for (const row of deployments) {
      const before = this.#rows.get(row.id);
      if (before && before.address !== row.address) this.#statuses.delete(`${row.id} ${before.address}`);
      this.#rows.set(row.id, row);
    }
    this.#deltas$.next({ kind: 'delta', upserted: deployments, removedIds: [] });
  }

  /** Deletes rows, as an operator would. */
  public remove(...ids: readonly string[]): void {
    for (const id of ids) this.#rows.delete(id);
    for (const [key, { deploymentId }] of this.#statuses) {
      if (ids.includes(deploymentId)) this.#statuses.delete(key);
    }
    this.#deltas$.next({ kind: 'delta', upserted: [], removedIds: ids });
  }

  /** What operators want of a node-unit from now on. */
  public order(address: string, orders: NodeUnitOrders): void {
    this.#orders$.next(new Map([...this.#orders$.value, [address, orders]]));
  }

  public watchOrders(address: string): Observable<NodeUnitOrders> {
    return this.#orders$.pipe(
      map((orders) => orders.get(address) ?? NO_ORDERS),
      distinctUntilChanged(),
    );
  }

  public release(lostAddresses: readonly string[], exclusive: readonly AddressWrite[] = []): Promise<ReleaseResult> {
    const lost = new Set(lostAddresses);
    const epochs = new Map(exclusive.map(({ deploymentId, claimEpoch }) => [deploymentId, claimEpoch]));
    const held = this.rows().filter(
      (row) =>
        row.enabled &&
        row.type === 'deployment' &&
        row.address !== '' &&
        lost.has(row.address) &&
        (row.exclusiveMs === 0 || epochs.get(row.id) === row.claimEpoch),
    );
    return Promise.resolve({ released: held.map((row) => this.#assign(row, '')), refused: [] });
  }

  public claim(deploymentId: string, address: string, claimEpoch?: number): Promise<ClaimResult> {
    const row = this.#rows.get(deploymentId);
    const isFree = row?.enabled === true && row.type === 'deployment' && row.address === '';
    if (!isFree || (claimEpoch ?? row.claimEpoch) !== row.claimEpoch) {
      return Promise.resolve({ outcome: 'conflict' });
    }
    return Promise.resolve({ outcome: 'claimed', claimEpoch: this.#assign(row, address).claimEpoch });
  }

  public handBack(deploymentId: string, address: string): Promise<void> {
    const row = this.#rows.get(deploymentId);
    if (row?.address === address && address !== '') this.#assign(row, '');
    return Promise.resolve();
  }

  public renewClaim(deploymentId: string, address: string, claimEpoch: number): Promise<ClaimResult> {
    const row = this.#rows.get(deploymentId);
    if (row?.address !== address || row.claimEpoch !== claimEpoch) return Promise.resolve({ outcome: 'conflict' });
    return Promise.resolve({ outcome: 'claimed', claimEpoch: this.#assign(row, address).claimEpoch });
  }

  public reportStatus(address: string, { changed, removedIds }: StatusReport): Promise<void> {
    for (const id of removedIds) this.#statuses.delete(`${id} ${address}`);
    for (const status of changed.map(boundStatus).filter(({ deploymentId }) => this.#rows.has(deploymentId))) {
      this.#statuses.set(`${status.deploymentId} ${address}`, { ...status, address, updatedAt: status.since });
    }
    return Promise.resolve();
  }

  public readStatus(deploymentIds?: readonly string[]): Promise<readonly StoredDeploymentStatus[]> {
    const statuses = [...this.#statuses.values()];
    return Promise.resolve(
      statuses.filter(({ deploymentId }) => deploymentIds === undefined || deploymentIds.includes(deploymentId)),
    );
  }

  #assign(row: Deployment, address: string): AddressWrite {
    this.#writes += 1;
    const updatedAt = `9999-01-01T00:00:00.${String(this.#writes).padStart(6, '0')}Z`;
    const next = { ...row, address, claimEpoch: row.claimEpoch + 1, updatedAt };
    this.put(next);
    return { deploymentId: row.id, claimEpoch: next.claimEpoch };
  }
}
