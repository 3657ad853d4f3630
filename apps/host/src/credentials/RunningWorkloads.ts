import type { WorkloadClaims } from '@node-unit/credentials';

/** The running workloads, as reported by the connected node-units. A workload that none reports is not valid. */
export class RunningWorkloads {
  readonly #byNodeUnit = new Map<string, ReadonlySet<string>>();

  /** A node-unit reports all workloads that it currently runs. */
  public set(nodeUnit: string, terminalIds: readonly string[]): void {
    this.#byNodeUnit.set(nodeUnit, new Set(terminalIds));
  }

  /** A node-unit is gone; its report is discarded. */
  public delete(nodeUnit: string): void {
    this.#byNodeUnit.delete(nodeUnit);
  }

  public has({ nodeUnit, terminalId }: WorkloadClaims): boolean {
    return this.#byNodeUnit.get(nodeUnit)?.has(terminalId) === true;
  }
}
