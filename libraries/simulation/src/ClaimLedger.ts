import type { Deployment, DeploymentChange } from '@node-unit/deployment';

import type { RunningInstance } from './measureUsage.js';
import type { SimulatedNode, SimulatedWorkload } from './SimulationOptions.js';
import type { NodeLoad, SimulatedClaim } from './SimulationResult.js';

/** A node with the address that its node-unit has. */
export interface AddressedNode extends SimulatedNode {
  readonly address: string;
}

/** What a package's instances use, by package name. */
export type Demands = ReadonlyMap<string, Pick<SimulatedWorkload, 'cpuCores' | 'memoryMb'>>;

const NO_DEMAND = { cpuCores: 0, memoryMb: 0 };

/** The truth of the simulated cluster: who holds what since when. Fed by the changes of the store. */
export class ClaimLedger {
  public readonly claims: SimulatedClaim[] = [];

  readonly #nodes: readonly AddressedNode[];
  readonly #demands: Demands;
  readonly #held = new Map<string, RunningInstance[]>();
  #loads: readonly NodeLoad[];

  /** @param held - What has run so long when the simulation begins that every measurement shows it. */
  public constructor(nodes: readonly AddressedNode[], demands: Demands, held: readonly Deployment[] = []) {
    this.#nodes = nodes;
    this.#demands = demands;
    this.#loads = nodes.map(() => ({ deployments: 0, cpuShare: 0, memoryShare: 0 }));
    for (const row of held) this.#hold(row, Number.NEGATIVE_INFINITY);
  }

  /** In the order of the nodes. */
  public get loads(): readonly NodeLoad[] {
    return this.#loads;
  }

  /** Takes in what the store says; in a simulation every row that has an address in a delta was just claimed. */
  public record(change: DeploymentChange, atMs: number): void {
    if (change.kind !== 'delta') return;
    for (const row of change.upserted) if (row.address !== '') this.#recordClaim(row, atMs);
  }

  /** What has been started on a node by now, if a process starts `startUpMs` after its claim. */
  public instancesOf(address: string, nowMs: number, startUpMs: number): readonly RunningInstance[] {
    return (this.#held.get(address) ?? [])
      .map((instance) => ({ ...instance, startedMs: instance.startedMs + startUpMs }))
      .filter(({ startedMs }) => startedMs <= nowMs);
  }

  #recordClaim(row: Deployment, atMs: number): void {
    const { id: deploymentId, packageName, address } = row;
    this.claims.push({ atMs, deploymentId, packageName, address, loadsBefore: this.#loads });
    this.#hold(row, atMs);
  }

  #hold({ packageName, address }: Deployment, startedMs: number): void {
    const demand = this.#demands.get(packageName) ?? NO_DEMAND;
    const held = this.#held.get(address) ?? [];
    this.#held.set(address, [
      ...held,
      { packageName, startedMs, cpuCores: demand.cpuCores, memoryMb: demand.memoryMb },
    ]);
    this.#loads = this.#loads.map((load, index) => {
      const node = this.#nodes[index];
      return node?.address === address ? withDemand(load, node, demand) : load;
    });
  }
}

/** The load of a node with one more instance. */
export function withDemand(
  load: NodeLoad,
  { capacity }: Pick<SimulatedNode, 'capacity'>,
  { cpuCores, memoryMb }: typeof NO_DEMAND,
): NodeLoad {
  return {
    deployments: load.deployments + 1,
    cpuShare: load.cpuShare + cpuCores / capacity.cpuCores,
    memoryShare: load.memoryShare + memoryMb / capacity.memoryTotalMb,
  };
}
