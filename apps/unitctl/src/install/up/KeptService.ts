import { setTimeout as delay } from 'node:timers/promises';

import { type BackOff, backOffMs, messageOf } from '@node-unit/basics';

import type { RunningService, Service } from './Service.js';

const RESTARTS: BackOff = { firstMs: 1_000, mostMs: 30_000 };

/** Whoever has run for so long did not fail at its start. */
const SETTLED_MS = 30_000;

/** What happens to a service, for the person who watches. */
export type ServiceReport = (
  event: 'ServiceEnded' | 'ServiceStarted',
  text: string,
  fields: Readonly<Record<string, unknown>>,
) => void;

/** Keeps a service running: if it ends by itself, it is started again, ever more slowly. */
export class KeptService {
  readonly #service: Service;
  readonly #report: ServiceReport;
  readonly #stopping = new AbortController();
  #current: RunningService | undefined;
  #keeping: Promise<void> | undefined;

  public constructor(service: Service, report: ServiceReport) {
    this.#service = service;
    this.#report = report;
  }

  /** Starts it for the first time. @throws AppError of the service; it is not tried again then */
  public async start(): Promise<RunningService> {
    const started = await this.#service.start(this.#stopping.signal);
    this.#current = started;
    this.#keeping = this.#keep(started);
    return started;
  }

  /** Ends it in order. May be called at any time. */
  public async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#current?.stop();
    await this.#keeping;
  }

  async #keep(first: RunningService): Promise<void> {
    let running: RunningService | undefined = first;
    let failures = 0;
    while (running) {
      const startedMs = performance.now();
      const reason: string = await running.ended;
      if (this.#stopping.signal.aborted) return;
      if (performance.now() - startedMs > SETTLED_MS) failures = 0;
      running = await this.#restart(reason, failures);
      failures += 1;
    }
  }

  /** Tries until it runs; undefined if it is to stop meanwhile. */
  async #restart(firstReason: string, firstFailures: number): Promise<RunningService | undefined> {
    const { name } = this.#service;
    const { signal } = this.#stopping;
    let reason = firstReason;
    for (let failures = firstFailures; !signal.aborted; failures += 1) {
      const pauseMs = backOffMs(RESTARTS, failures, Math.random());
      const text = `${name} ended (${reason}); it is started again in ${(pauseMs / 1_000).toFixed(1)} s`;
      this.#report('ServiceEnded', text, { service: name, reason, restart_in_ms: pauseMs });
      await delay(pauseMs, undefined, { signal }).catch(() => undefined);
      if (signal.aborted) return undefined;
      try {
        this.#current = await this.#service.start(signal);
        this.#report('ServiceStarted', `${name} runs again`, { service: name, pid: this.#current.pid });
        return this.#current;
      } catch (error) {
        reason = messageOf(error);
      }
    }
    return undefined;
  }
}
