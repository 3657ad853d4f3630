import {
  applyDeploymentChange,
  type ClaimResult,
  type Deployment,
  type DeploymentReplica,
  InMemoryDeploymentStore,
  type ReleaseResult,
} from '@node-unit/deployment';
import { Subject, type VirtualTimeScheduler } from 'rxjs';

import type { RecordedWrite, WriteCause } from '../FaultHistory.js';
import { SharedIndexes } from './SharedIndexes.js';

/** Changes of this time are announced together. */
const GATHERED_MS = 1;

/** The table: real conditional writes, each of which is recorded, and announcements of the rows that have changed. */
export class FaultyStore {
  /** The IDs of rows that have changed. */
  public readonly changedIds$ = new Subject<readonly string[]>();
  /** Emits when connections are lost. */
  public readonly stopped$ = new Subject<void>();
  public readonly writes: RecordedWrite[] = [];
  /** Of the versions of the table that somebody still has. */
  public readonly indexes = new SharedIndexes();

  readonly #time: VirtualTimeScheduler;
  readonly #rows = new InMemoryDeploymentStore();
  readonly #latest = new Map<string, Deployment>();
  #replica: DeploymentReplica = { state: 'current', deployments: new Map() };
  /** What has been written since somebody has last read. */
  #unread: Deployment[] = [];
  #changed = new Set<string>();
  #away = 0;
  #cause: WriteCause | undefined;

  public constructor(time: VirtualTimeScheduler) {
    this.#time = time;
    this.#rows.changes$.subscribe((change) => {
      if (change.kind === 'delta') for (const row of change.upserted) this.#note(row);
    });
  }

  public get isUp(): boolean {
    return this.#away === 0;
  }

  /** What there is now; a value. */
  public get replica(): DeploymentReplica & { readonly state: 'current' } {
    if (this.#unread.length > 0) {
      const change = { kind: 'delta', upserted: this.#unread, removedIds: [] } as const;
      this.#replica = applyDeploymentChange(this.#replica, change);
      this.#unread = [];
      if (this.#replica.state === 'current') this.indexes.add(this.#replica.deployments);
    }
    if (this.#replica.state !== 'current') throw new Error('the rows in memory are always there');
    return this.#replica;
  }

  /** As an operator would. */
  public put(...rows: readonly Deployment[]): void {
    this.#rows.put(...rows);
  }

  public claim(cause: WriteCause, claim: readonly [id: string, address: string, epoch?: number]): Promise<ClaimResult> {
    return this.#because({ ...cause, seenEpoch: claim[2] }, () => this.#rows.claim(...claim));
  }

  public release(cause: WriteCause, lostAddresses: readonly string[]): Promise<ReleaseResult> {
    const { deployments } = this.replica;
    // All agents release what one has released; only the first of them looks at the whole table.
    const areEmpty = lostAddresses.every((address) => this.indexes.heldBy(address, deployments)?.length === 0);
    if (areEmpty) return Promise.resolve({ released: [], refused: [] });
    return this.#because(cause, () => this.#rows.release(lostAddresses));
  }

  public stop(): void {
    this.#away += 1;
    this.stopped$.next();
  }

  public start(): void {
    this.#away -= 1;
  }

  #because<Result>(cause: WriteCause, write: () => Result): Result {
    this.#cause = cause;
    try {
      return write();
    } finally {
      this.#cause = undefined;
    }
  }

  #note(row: Deployment): void {
    const before = this.#latest.get(row.id);
    this.#latest.set(row.id, row);
    this.#unread.push(row);
    if (this.#cause && before) {
      this.writes.push({ ...this.#cause, atMs: this.#time.now(), before, after: row });
    }
    this.#changed.add(row.id);
    if (this.#changed.size === 1) this.#time.schedule(() => this.#announce(), GATHERED_MS);
  }

  #announce(): void {
    const ids = [...this.#changed];
    this.#changed = new Set();
    this.changedIds$.next(ids);
  }
}
