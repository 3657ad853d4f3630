import type { Reporter } from '@node-unit/app-runtime';
import {
  allRunning,
  type ClusterPicture,
  distribution,
  type Program,
  processesOf,
  SAMPLE_DEPLOYMENT,
  untilNoProcessOf,
  wantedDeployments,
} from '@node-unit/local-cluster';

import { type Check, check } from './Check.js';
import type { Recorder } from './Recorder.js';
import type { Settings } from './Settings.js';
import type { TestCluster } from './TestCluster.js';

/** What is checked of the last picture. */
export type EndId = 'all_running' | 'final_distribution';

interface RunParts {
  readonly isShort: boolean;
  readonly cluster: TestCluster;
  readonly recorder: Recorder;
  readonly settings: Settings;
  readonly reporter: Reporter;
}

/** The hands of a scenario: what it does to a cluster is noted as it does it. */
export class ScenarioRun {
  public readonly cluster: TestCluster;
  public readonly recorder: Recorder;
  public readonly settings: Settings;
  /** Ended after the scenario, the last first. */
  public readonly atEnd: (() => Promise<unknown>)[] = [];
  /** Programs that the scenario has started beside the cluster. */
  public readonly given: Program[] = [];
  /** Node-units that the scenario has done something to, so that what they held may be released. */
  public readonly harmed = new Set<string>();
  /** Whether this is the form that the tests run. */
  public readonly isShort: boolean;
  readonly #reporter: Reporter;

  public constructor({ cluster, recorder, settings, reporter, isShort }: RunParts) {
    this.cluster = cluster;
    this.recorder = recorder;
    this.settings = settings;
    this.isShort = isShort;
    this.#reporter = reporter;
  }

  /** The names of the node-units that the settings ask for. */
  public get names(): readonly string[] {
    return Array.from({ length: this.settings.nodes }, (_none, index) => `node-unit-${index + 1}`);
  }

  /** Notes a fact and tells a person who waits. */
  public fact(id: string, fields: Readonly<Record<string, unknown>> = {}): void {
    this.recorder.fact(id, fields);
    this.#reporter.step(id, `${id} ${JSON.stringify(fields)}`, fields);
  }

  /** Starts node-units with the settings of the scenario, and waits until they are online. */
  public async join(
    names: readonly string[],
    env: Readonly<Record<string, string>> = {},
    launcher?: readonly string[],
  ): Promise<void> {
    const { policy, intervalMs, roundTriggers } = this.settings;
    const settings = {
      NODE_UNIT_CLAIM_POLICY: policy,
      NODE_UNIT_SCHEDULER_INTERVAL_MS: String(intervalMs),
      NODE_UNIT_ROUND_TRIGGERS: roundTriggers,
    };
    await this.cluster.join(names, { ...settings, ...env }, launcher);
    for (const name of names) {
      const program = this.cluster.local.nodeUnits.get(name);
      if (program) this.recorder.program(program, 'node-unit', this.cluster.local.addressOf(name));
    }
    this.fact('node_units_online', { names });
  }

  /** Runs a statement that belongs to the story. */
  public async sql(text: string, values: readonly unknown[] = []): Promise<readonly Record<string, unknown>[]> {
    this.recorder.input.push({ atMs: this.recorder.now(), sql: text, values: [...values] });
    return this.cluster.local.sql(text, values);
  }

  /** Inserts deployments and gives their ids. */
  public async insert(count: number, spec = SAMPLE_DEPLOYMENT): Promise<readonly string[]> {
    const rows = await this.sql(
      "insert into deployment(package_name, package_version, command, args)\nselect $1, $2, '', '[]' from generate_series(1, $3) returning id",
      [spec.packageName, spec.packageVersion, count],
    );
    this.fact('inserted', { count });
    return rows.map((row) => String(row['id']));
  }

  /** Waits until every deployment runs where it is assigned. */
  public async untilAllRun(count: number): Promise<ClusterPicture> {
    const picture = await this.until('all deployments run', (each) => countWanted(each) >= count && allRunning(each));
    this.fact('all_running', { count: countWanted(picture) });
    return picture;
  }

  public until(what: string, accepts: (picture: ClusterPicture) => boolean): Promise<ClusterPicture> {
    return this.cluster.until(what, accepts);
  }

  /** Notes how the deployments are spread. */
  public distribution(id: 'initial' | 'intermediate' | 'final', picture: ClusterPicture): void {
    const counts = this.counts(picture);
    this.recorder.distributions.push({ atMs: this.recorder.now(), id, counts: { ...counts } });
  }

  /** Deployments by the names of their node-units; the unassigned under the empty name. */
  public counts(picture: ClusterPicture): Readonly<Record<string, number>> {
    const names = new Map(this.recorder.programs.map(({ address, name }) => [address, name]));
    const counts = [...distribution(picture)].map(
      ([address, count]) => [address === '' ? '' : (names.get(address) ?? address), count] as const,
    );
    return Object.fromEntries(counts.sort(([a], [b]) => a.localeCompare(b, 'en')));
  }

  public signal(name: string, signal: NodeJS.Signals): void {
    const pid = this.cluster.local.nodeUnits.get(name)?.pid;
    this.harmed.add(name);
    this.cluster.signal(name, signal);
    this.fact('signal', { nodeUnit: name, signal, pid });
  }

  /** The last picture: whether every deployment runs, and how they are spread. */
  public end(
    picture: ClusterPicture,
    counts: (sorted: readonly number[]) => boolean,
    expected: unknown,
  ): Readonly<Record<EndId, Check>> {
    this.distribution('final', picture);
    const running = wantedDeployments(picture).filter(({ id }) =>
      [...picture.processes.values()].some((process) => process.deploymentId === id),
    ).length;
    const held = Object.entries(this.counts(picture)).flatMap(([name, count]) => (name === '' ? [] : [count]));
    const sorted = held.sort((a, b) => b - a);
    return {
      all_running: check(countWanted(picture), running),
      final_distribution: check(expected, sorted, counts(sorted)),
    };
  }

  /** Resolves with how many processes of a node-unit are left, which is none. */
  public async untilNoProcessOf(name: string): Promise<number> {
    const address = this.cluster.local.addressOf(name);
    await untilNoProcessOf(address);
    return processesOf(address).length;
  }
}

function countWanted(picture: ClusterPicture): number {
  return wantedDeployments(picture).length;
}
