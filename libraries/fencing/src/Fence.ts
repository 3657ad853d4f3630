import { FencingError } from './FencingError.js';

/**
 * A connection to the application's own PostgreSQL: a `Client` of `pg`, or one that was checked out of a `Pool`.
 *
 * @public
 */
export interface FenceClient {
  query(text: string, values?: unknown[]): Promise<{ readonly rows: readonly unknown[] }>;
}

/**
 * Which process this is. Default: as its node-unit says in the environment.
 *
 * @public
 */
export interface FenceOptions {
  /** Default: `NODE_UNIT_DEPLOYMENT_ID`. */
  readonly deploymentId?: string;
  /** Default: `NODE_UNIT_CLAIM_EPOCH`. */
  readonly claimEpoch?: number;
}

/**
 * Keeps a process that is no longer the owner of its deployment from writing.
 *
 * @remarks
 * The claim epoch is a fencing token: it grows with every claim. The first write of a newer owner closes the database to
 * all older ones, whatever their clocks say and however long they were frozen.
 *
 * @public
 */
export class Fence {
  readonly #deploymentId: string;
  readonly #claimEpoch: number;

  /** @throws FencingError `NO_EPOCH` */
  public constructor(options: FenceOptions = {}) {
    const { deploymentId, claimEpoch } = { ...readOwnClaim(), ...options };
    if (deploymentId === '' || !isEpoch(claimEpoch)) throw noEpoch();
    this.#deploymentId = deploymentId;
    this.#claimEpoch = claimEpoch;
  }

  /** Creates the table `node_unit_fence` unless it exists. Call it at the start; many processes may do so at once. */
  public async prepare(client: FenceClient): Promise<void> {
    await client.query(`do $$ begin
      perform pg_advisory_xact_lock(${PREPARATION_LOCK});
      create table if not exists node_unit_fence (deployment_id text primary key, claim_epoch bigint not null);
    end $$`);
  }

  /** Whether no newer owner has written yet. Only {@link Fence.guard} keeps one from writing in the next moment. */
  public async stillOwner(client: FenceClient): Promise<boolean> {
    const { rows } = await client.query('select from node_unit_fence where deployment_id = $1 and claim_epoch > $2', [
      this.#deploymentId,
      this.#claimEpoch,
    ]);
    return rows.length === 0;
  }

  /**
   * Call it first in every transaction. A newer owner then waits until the transaction has ended.
   *
   * @remarks
   * A stale owner's transaction is aborted in the database as well: whoever ignores the error cannot commit it.
   *
   * @throws FencingError `STALE_EPOCH`, `NOT_IN_TRANSACTION`
   */
  public async guard(client: FenceClient): Promise<void> {
    await expectTransaction(client);
    const { rows } = await client.query(
      `insert into node_unit_fence as fence (deployment_id, claim_epoch) values ($1, $2)
       on conflict (deployment_id) do update set claim_epoch = excluded.claim_epoch
       where fence.claim_epoch <= excluded.claim_epoch
       returning claim_epoch`,
      [this.#deploymentId, this.#claimEpoch],
    );
    if (rows.length > 0) return;
    // The error is the purpose: after it the transaction can only be rolled back.
    await client.query("select 'the claim epoch is stale'::integer").catch(() => undefined);
    const message = `epoch ${this.#claimEpoch} of ${this.#deploymentId} is over: a newer owner has written. End this process.`;
    throw new FencingError('STALE_EPOCH', message);
  }

  /**
   * Runs work in a guarded transaction: all of it happens, or nothing.
   *
   * @param client - One connection, which nobody else uses meanwhile. A pool is refused.
   * @throws FencingError `STALE_EPOCH`, `NOT_IN_TRANSACTION`; whatever the work throws
   */
  public async transaction<T>(client: FenceClient, work: (client: FenceClient) => Promise<T>): Promise<T> {
    refusePool(client);
    await client.query('begin');
    try {
      await this.guard(client);
      const result = await work(client);
      await client.query('commit');
      return result;
    } catch (error) {
      // Without a connection there is no transaction any more either.
      await client.query('rollback').catch(() => undefined);
      throw error;
    }
  }
}

/** An advisory lock for the creation of the table. */
const PREPARATION_LOCK = 7_201_604_918;

/** A pool has several connections, so its statements need not be in one transaction. */
function refusePool(client: FenceClient): void {
  if (!('totalCount' in client)) return;
  const message = 'expected one connection, not a pool: check one out with pool.connect(), and release it afterwards.';
  throw new FencingError('NOT_IN_TRANSACTION', message);
}

/** Outside of a transaction, every statement has a number of its own. */
async function expectTransaction(client: FenceClient): Promise<void> {
  refusePool(client);
  if ((await transactionOf(client)) === (await transactionOf(client))) return;
  throw new FencingError('NOT_IN_TRANSACTION', 'guard protects a transaction: call it after "begin".');
}

async function transactionOf(client: FenceClient): Promise<string> {
  const { rows } = await client.query('select pg_current_xact_id()::text as id');
  return (rows[0] as { readonly id: string }).id;
}

function readOwnClaim(): Required<FenceOptions> {
  const { NODE_UNIT_DEPLOYMENT_ID: deploymentId = '', NODE_UNIT_CLAIM_EPOCH: epoch = '' } = process.env;
  return { deploymentId, claimEpoch: /^\d+$/.test(epoch) ? Number(epoch) : Number.NaN };
}

function isEpoch(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0;
}

function noEpoch(): FencingError {
  const message =
    'expected NODE_UNIT_DEPLOYMENT_ID and NODE_UNIT_CLAIM_EPOCH, which a node-unit gives to its deployments. ' +
    'Outside of one, pass deploymentId and claimEpoch.';
  return new FencingError('NO_EPOCH', message);
}
