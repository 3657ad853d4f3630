import type { FaultSchedule, InjectedFault } from './FaultSchedule.js';

/** Shorter than this, a fault is not halved any more. */
const SHORT_MS = 500;

/** Smaller schedules that are as much like the given one as can be: one thing less in each, large things first. Pure. */
export function reductionsOf(schedule: FaultSchedule): readonly FaultSchedule[] {
  const { nodes, deployments, faults } = schedule;
  const withoutNode = nodes.length > 1 ? nodes.map(({ name }) => withoutNodeOf(schedule, name)) : [];
  return [
    ...faults.map((_, index) => ({ ...schedule, faults: faults.filter((__, other) => other !== index) })),
    ...withoutNode,
    ...deployments.map((_, index) => ({ ...schedule, deployments: deployments.filter((__, at) => at !== index) })),
    ...plainDeployments(schedule),
    ...plainNodes(schedule),
    ...shorterFaults(schedule),
  ];
}

function withoutNodeOf({ seed, nodes, deployments, faults }: FaultSchedule, name: string): FaultSchedule {
  return {
    seed,
    nodes: nodes.filter((node) => node.name !== name),
    deployments: deployments.filter(({ heldBy }) => heldBy !== name),
    faults: faults.filter((fault) => !('node' in fault) || fault.node !== name),
  };
}

function plainDeployments(schedule: FaultSchedule): readonly FaultSchedule[] {
  return schedule.deployments.flatMap((deployment, at) => {
    const { id, insertedMs, heldBy } = deployment;
    if (Object.keys(deployment).length <= (heldBy === undefined ? 2 : 3)) return [];
    const plain = heldBy === undefined ? { id, insertedMs } : { id, insertedMs, heldBy };
    return [{ ...schedule, deployments: schedule.deployments.with(at, plain) }];
  });
}

function plainNodes(schedule: FaultSchedule): readonly FaultSchedule[] {
  return schedule.nodes.flatMap((node, at) => {
    const plain = { name: node.name, startMs: 0, clockRate: 1, zone: 'a' };
    const isPlain = node.startMs === 0 && node.clockRate === 1 && node.zone === 'a';
    return isPlain ? [] : [{ ...schedule, nodes: schedule.nodes.with(at, plain) }];
  });
}

function shorterFaults(schedule: FaultSchedule): readonly FaultSchedule[] {
  return schedule.faults.flatMap((fault, at) => {
    const shorter = shorterFault(fault);
    return shorter ? [{ ...schedule, faults: schedule.faults.with(at, shorter) }] : [];
  });
}

function shorterFault(fault: InjectedFault): InjectedFault | undefined {
  const { atMs } = fault;
  if (fault.kind === 'crash') {
    const { backMs } = fault;
    const isLong = backMs !== undefined && backMs - atMs > SHORT_MS;
    return isLong ? { ...fault, backMs: Math.round((atMs + backMs) / 2) } : undefined;
  }
  const { untilMs } = fault;
  const isLong = untilMs !== undefined && untilMs - atMs > SHORT_MS;
  return isLong ? { ...fault, untilMs: Math.round((atMs + untilMs) / 2) } : undefined;
}
