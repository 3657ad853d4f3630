import { endOf, type FaultSchedule } from './FaultSchedule.js';

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
  const lasting = faults.filter((fault) => 'node' in fault && fault.node === name && endOf(fault) === undefined);
  const cuts = lasting.flatMap((fault) => (fault.kind === 'partition' ? [fault.from] : []));
  const runs = lasting.length === cuts.length;
  return {
    isOnline: runs && cuts.every((from) => from === 'store'),
    reachesStore: runs && cuts.every((from) => from === 'host'),
  };
}

/** The nodes that could run in the end what needs a zone, or what needs none: online and in reach of the store. Pure. */
export function qualifiedNodes(
  { nodes }: Pick<FaultSchedule, 'nodes'>,
  states: ReadonlyMap<string, LastingState>,
  wanted: string | undefined,
): readonly string[] {
  const able = nodes.filter(({ name, zone }) => {
    const state = states.get(name);
    return state?.isOnline === true && state.reachesStore && (wanted === undefined || wanted === zone);
  });
  return able.map(({ name }) => name);
}
