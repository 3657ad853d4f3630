import type { FaultSchedule, ScheduledDeployment, ScheduledNode } from './FaultSchedule.js';

/** What a node is able to do when everything that ends has ended. */
export interface LastingState {
  /** Its agent runs, and the host hears it. */
  readonly isOnline: boolean;
  readonly reachesStore: boolean;
}

/** What is left of each node by its name, when everything that ends has ended. Pure. */
export function lastingStates({ nodes, faults }: FaultSchedule): ReadonlyMap<string, LastingState> {
  return new Map(nodes.map(({ name }) => [name, lastingState(name, faults)]));
}

function lastingState(name: string, faults: FaultSchedule['faults']): LastingState {
  const lasting = faults.filter((fault) => 'node' in fault && fault.node === name && !isOver(fault));
  const cuts = lasting.flatMap((fault) => (fault.kind === 'partition' ? [fault.from] : []));
  const runs = lasting.length === cuts.length;
  return {
    isOnline: runs && cuts.every((from) => from === 'store'),
    reachesStore: runs && cuts.every((from) => from === 'host'),
  };
}

function isOver(fault: FaultSchedule['faults'][number]): boolean {
  return fault.kind === 'crash' ? fault.backMs !== undefined : fault.untilMs !== undefined;
}

/** The nodes that could run a deployment in the end: online, in reach of the store, and in its zone. Pure. */
export function qualifiedNodes(
  { nodes }: Pick<FaultSchedule, 'nodes'>,
  states: ReadonlyMap<string, LastingState>,
  deployment: Pick<ScheduledDeployment, 'zone'> | undefined,
): readonly ScheduledNode[] {
  return nodes.filter(({ name, zone }) => {
    const state = states.get(name);
    const isAble = state?.isOnline === true && state.reachesStore;
    return isAble && (deployment?.zone === undefined || deployment.zone === zone);
  });
}
