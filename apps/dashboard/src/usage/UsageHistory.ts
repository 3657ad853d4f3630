import type { NodeUnitPicture } from '@node-unit/operator';

/** A measurement of a node-unit with all that it runs. */
export interface UsageSample {
  readonly timeMs: number;
  readonly cpuPercent: number;
  readonly memoryMb: number;
}

/** An hour of a measurement every five seconds. */
const MOST_SAMPLES = 720;

/** What the node-units have published since the page was opened. */
export class UsageHistory {
  readonly #samples = new Map<string, UsageSample[]>();

  /** Takes a measurement if it is a new one. */
  public add({ address, nodeUnit }: Pick<NodeUnitPicture, 'address' | 'nodeUnit'>, timeMs: number): void {
    const usage = nodeUnit?.resourceUsage;
    if (usage === undefined) return;
    const samples = this.#samples.get(address) ?? [];
    const last = samples.at(-1);
    if (last && last.cpuPercent === usage.cpuPercent && last.memoryMb === usage.memoryMb) return;
    samples.push({ timeMs, ...usage });
    if (samples.length > MOST_SAMPLES) samples.shift();
    this.#samples.set(address, samples);
  }

  /** Oldest first. */
  public of(address: string): readonly UsageSample[] {
    return this.#samples.get(address) ?? [];
  }

  /** Forgets those that nobody knows any more. */
  public keep(addresses: ReadonlySet<string>): void {
    for (const address of this.#samples.keys()) if (!addresses.has(address)) this.#samples.delete(address);
  }
}
