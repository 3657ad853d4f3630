import type { Logger } from '@node-unit/app-runtime';
import { messageOf } from '@node-unit/basics';
import type { DeploymentStore } from '@node-unit/deployment';
import { combineLatest, type Observable } from 'rxjs';
import { setTimeout as delay } from 'node:timers/promises';

import type { Refusals } from '../deployments/Refusals.js';
import { statusesOf, statusReport, type Statuses } from './statusReport.js';

/** A status is written at most once in that time. */
const PAUSE_MS = 1_000;
const RETRY_MS = 5_000;

interface StatusesOptions {
  readonly store: Pick<DeploymentStore, 'reportStatus' | 'readStatus'>;
  readonly address: string;
  readonly states$: Observable<Statuses>;
  readonly refusals$: Observable<Refusals>;
  /** What is said of hand-overs, by deployment ID. */
  readonly handOvers$: Observable<ReadonlyMap<string, string>>;
  readonly logger: Logger;
}

/** The publication of statuses. */
export interface StatusPublication {
  /** Removes the statuses of this node-unit, if the store can be reached. */
  stop(): Promise<void>;
}

/** Keeps the statuses of this node-unit in the store up to date: only what has changed, and at most once a second. */
export function publishStatuses(options: StatusesOptions): StatusPublication {
  const writer = new StatusWriter(options);
  const facts$ = combineLatest([options.states$, options.refusals$, options.handOvers$]);
  const following = facts$.subscribe((facts) => writer.want(facts));
  return {
    stop: () => {
      following.unsubscribe();
      return writer.end();
    },
  };
}

/** What statuses are made of when they are written, however often it has changed meanwhile. */
type Facts = Parameters<typeof statusesOf>;

const NOTHING: Facts = [new Map(), new Map(), new Map()];

class StatusWriter {
  readonly #options: StatusesOptions;
  readonly #ended = new AbortController();
  #wanted = NOTHING;
  #isChanged = false;
  /** Undefined until what an earlier run has left is known. */
  #written: Statuses | undefined;
  #writing: Promise<void> | undefined;
  #hasWarned = false;

  public constructor(options: StatusesOptions) {
    this.#options = options;
  }

  public want(facts: Facts): void {
    this.#wanted = facts;
    this.#isChanged = true;
    this.#writing ??= this.#write().finally(() => (this.#writing = undefined));
  }

  public async end(): Promise<void> {
    this.#ended.abort();
    await this.#writing;
    this.#wanted = NOTHING;
    await this.#attempt();
  }

  async #write(): Promise<void> {
    const { signal } = this.#ended;
    while (!signal.aborted && this.#isChanged) {
      const isWritten = await this.#attempt();
      // Rejects only at the end.
      await delay(isWritten ? PAUSE_MS : RETRY_MS, undefined, { signal }).catch(() => undefined);
    }
  }

  async #attempt(): Promise<boolean> {
    const { store, address, logger } = this.#options;
    const facts = this.#wanted;
    const wanted = statusesOf(...facts);
    try {
      const written = (this.#written ??= await this.#readOwn());
      const report = statusReport(written, wanted);
      if (report.changed.length + report.removedIds.length > 0) await store.reportStatus(address, report);
      this.#written = wanted;
      if (this.#wanted === facts) this.#isChanged = false;
      this.#hasWarned = false;
      return true;
    } catch (error) {
      if (!this.#hasWarned) logger.warn({ reason: messageOf(error) }, 'StatusNotReported');
      this.#hasWarned = true;
      return false;
    }
  }

  async #readOwn(): Promise<Statuses> {
    const { store, address } = this.#options;
    const own = (await store.readStatus()).filter((status) => status.address === address);
    return new Map(own.map(({ address: _address, updatedAt: _updatedAt, ...status }) => [status.deploymentId, status]));
  }
}
