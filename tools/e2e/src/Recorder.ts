import { cpus, totalmem } from 'node:os';

import type { Evidence } from '@node-unit/e2e-report';
import { EVIDENCE_FORMAT } from '@node-unit/e2e-report';
import { environmentOf, type LocalCluster, type LogRecord, type Program } from '@node-unit/local-cluster';
import type { Subscription } from 'rxjs';

import type { Checks } from './Check.js';
import type { Settings } from './Settings.js';

/** What node-units log that says something about a run; the rest is chatter. */
const KEPT = /^(Deployment|HostConnection$)/;

/** Collects what is observed while a scenario runs. Times are milliseconds since the run began. */
export class Recorder {
  public readonly facts: Evidence['facts'] = [];
  public readonly distributions: Evidence['distributions'] = [];
  public readonly records: Evidence['records'] = [];
  public readonly input: Evidence['input'] = [];
  public readonly terminals: Evidence['terminals'] = [];
  public readonly assertions: Evidence['assertions'] = [];
  readonly #usage: Evidence['usage'] = [];
  readonly #programs: Evidence['programs'] = [];
  readonly #startedMs = Date.now();

  /** Sees the cluster until it is unsubscribed. */
  public watch(cluster: LocalCluster): Subscription {
    const subscription = cluster.records$.subscribe(({ nodeUnit, record }) => this.#keep(nodeUnit, record));
    let last = new Map<string, string>();
    subscription.add(
      cluster.nodeUnits$.subscribe((nodeUnits) => {
        const next = new Map(last);
        for (const { name, resourceUsage } of nodeUnits) {
          const text = JSON.stringify(resourceUsage);
          if (resourceUsage && last.get(name) !== text) {
            next.set(name, text);
            this.#usage.push({ atMs: this.now(), nodeUnit: name, ...resourceUsage });
          }
        }
        last = next;
      }),
    );
    return subscription;
  }

  public now(): number {
    return Date.now() - this.#startedMs;
  }

  /** The milliseconds of this run at which something was logged. */
  public at(record: LogRecord): number {
    return Date.parse(record.time) - this.#startedMs;
  }

  public fact(id: string, fields: Readonly<Record<string, unknown>> = {}): void {
    this.facts.push({ atMs: this.now(), id, fields: { ...fields } });
  }

  public found(checks: Checks): void {
    this.assertions.push(...Object.entries(checks).map(([id, found]) => ({ id, ...found })));
  }

  /** Notes a program that has said something, with the environment that the operating system shows of it. */
  public program({ name, pid }: Program, role: Evidence['programs'][number]['role'], address?: string): void {
    const environment = environmentOf(pid);
    const identity = address === undefined ? {} : { address };
    this.#programs.push({ name, role, ...identity, pid, startedMs: this.now(), environment });
  }

  public get programs(): Evidence['programs'] {
    return this.#programs;
  }

  /** All that was observed. */
  public evidence(
    scenario: string,
    settings: Settings,
    rest: Pick<Evidence, 'versions' | 'deployments' | 'statuses' | 'addressEvents'> & {
      readonly failure: string | undefined;
    },
  ): Evidence {
    return {
      format: EVIDENCE_FORMAT,
      scenario,
      startedAt: new Date(this.#startedMs).toISOString(),
      durationMs: this.now(),
      versions: rest.versions,
      machine: machine(),
      settings: { ...settings },
      programs: this.#programs,
      input: this.input,
      deployments: rest.deployments,
      statuses: rest.statuses,
      facts: this.facts,
      distributions: this.distributions,
      records: [...this.records].sort((a, b) => a.atMs - b.atMs),
      addressEvents: rest.addressEvents,
      usage: this.#usage,
      terminals: this.terminals,
      assertions: this.assertions,
      ...(rest.failure === undefined ? {} : { failure: rest.failure }),
    };
  }

  /** The time of a database's row on the clock of this run. */
  public fromDatabase(time: unknown): number {
    return (time instanceof Date ? time.getTime() : Date.parse(String(time))) - this.#startedMs;
  }

  #keep(nodeUnit: string, record: LogRecord): void {
    if (!KEPT.test(record.event)) return;
    const { event } = record;
    const fields = Object.fromEntries(
      Object.entries(record).filter(([name]) => !['time', 'level', 'name', 'event'].includes(name)),
    );
    this.records.push({ atMs: this.at(record), nodeUnit, event, fields });
  }
}

export function machine(): Evidence['machine'] {
  return {
    platform: process.platform,
    architecture: process.arch,
    cpuCores: cpus().length,
    memoryMb: Math.round(totalmem() / 2 ** 20),
  };
}
