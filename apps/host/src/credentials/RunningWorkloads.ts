import type { WorkloadClaims } from '@node-unit/credentials';

/** Which workloads run, as the node-units that are connected say. What nobody says is not there. */
export class RunningWorkloads {
  readonly #byNodeUnit = new Map<string, ReadonlySet<string>>();

  /** A node-unit says all that it runs now. */
  public set(nodeUnit: string, terminalIds: readonly string[]): void {
    this.#byNodeUnit.set(nodeUnit, new Set(terminalIds));
  }

  /** A node-unit is gone, and with it its word. */
  public delete(nodeUnit: string): void {
    this.#byNodeUnit.delete(nodeUnit);
  }

  public has({ nodeUnit, terminalId }: WorkloadClaims): boolean {
    return this.#byNodeUnit.get(nodeUnit)?.has(terminalId) === true;
  }
}
