import type { FaultHistory, RecordedAgent, RecordedWrite } from '../FaultHistory.js';
import { endOf, type FaultSchedule, type InjectedFault } from '../FaultSchedule.js';
import { seconds } from './judgeHolders.js';
import type { Violation } from './Violation.js';

/** Until a node-unit is connected again after the last thing that went wrong with it: a retry may wait 4 s by a slow clock. */
const KNOWN_AFTER_MS = 5_000;

/**
 * Nobody releases what a node-unit holds that is online and well: nothing was in its way to the host since long before the
 * decision, whatever was in the way of the one who decided. A restart of the host takes no deployment away. Pure.
 */
export function judgeRobbery({ schedule, writes, agents }: FaultHistory): readonly Violation[] {
  const releases = writes.filter(({ before, after }) => before.address !== '' && after.address === '');
  return releases.filter((write) => isRobbery(write, schedule, agents)).map(describe);
}

function isRobbery(
  { before, decidedMs, atMs }: RecordedWrite,
  schedule: FaultSchedule,
  agents: readonly RecordedAgent[],
): boolean {
  const sinceMs = decidedMs - KNOWN_AFTER_MS;
  const holder = agents.find(
    ({ address, startedMs, endedMs }) => address === before.address && startedMs < sinceMs && atMs < endedMs,
  );
  return holder !== undefined && isWell({ node: holder.node, fromMs: sinceMs, toMs: atMs }, schedule);
}

interface Span {
  readonly node: string;
  readonly fromMs: number;
  readonly toMs: number;
}

/** Whether nothing was in the way between a node and the host. */
function isWell({ node, fromMs, toMs }: Span, { faults }: FaultSchedule): boolean {
  return faults.every((fault) => {
    if (!('node' in fault) || fault.node !== node || !concernsHost(fault)) return true;
    const endMs = endOf(fault) ?? Number.POSITIVE_INFINITY;
    return fault.atMs > toMs || endMs < fromMs;
  });
}

function concernsHost(fault: InjectedFault): boolean {
  switch (fault.kind) {
    case 'partition':
      return fault.from !== 'store';
    case 'delay':
      return fault.to === 'host';
    case 'notifications':
      return fault.of === 'host';
    default:
      return true;
  }
}

function describe({ node, before, atMs }: RecordedWrite): Violation {
  const sentence = `${node} released ${before.id} of ${before.address}, which was online and well (${seconds(atMs)}).`;
  return { code: 'ROBBED', sentence };
}
