import type { FarEnd, FaultSchedule, InjectedFault } from '../FaultSchedule.js';

/** What the line between a node-unit and the host or the store is like at one moment, in virtual ms. */
export interface LineConditions {
  /** When a partition that there is now has ended; `undefined` if there is none. */
  readonly cutUntilMs: (nowMs: number) => number | undefined;
  /** How much longer a message may take. */
  readonly mostDelayMs: (nowMs: number) => number;
  /** The shares of notifications that are lost and that come twice. */
  readonly notifications: (nowMs: number) => { readonly lost: number; readonly doubled: number };
}

const NOTHING_LOST = { lost: 0, doubled: 0 };

/** The conditions of one line by the schedule. Pure. */
export function lineConditions({ faults }: FaultSchedule, node: string, end: FarEnd): LineConditions {
  const own = faults.filter((fault) => !('node' in fault) || fault.node === node);
  const cuts = own.filter((fault) => fault.kind === 'partition').filter(({ from }) => from === end || from === 'both');
  const delays = own.filter((fault) => fault.kind === 'delay').filter(({ to }) => to === end);
  const losses = own.filter((fault) => fault.kind === 'notifications').filter(({ of }) => of === end);
  return {
    cutUntilMs: (nowMs) => endOfCuts(cuts, nowMs),
    mostDelayMs: (nowMs) => Math.max(0, ...delays.filter(isActive(nowMs)).map(({ mostMs }) => mostMs)),
    notifications: (nowMs) => losses.find(isActive(nowMs)) ?? NOTHING_LOST,
  };
}

type Lasting = Extract<InjectedFault, { kind: 'partition' | 'freeze' | 'delay' | 'notifications' | 'restart' }>;

/** Whether a fault is there at a moment. */
export function isActive(nowMs: number): (fault: Pick<Lasting, 'atMs' | 'untilMs'>) => boolean {
  return ({ atMs, untilMs = Number.POSITIVE_INFINITY }) => atMs <= nowMs && nowMs < untilMs;
}

/** One may begin before the other has ended. */
function endOfCuts(cuts: readonly Pick<Lasting, 'atMs' | 'untilMs'>[], nowMs: number): number | undefined {
  let endMs = nowMs;
  for (;;) {
    const next = cuts.find(isActive(endMs));
    if (!next) return endMs === nowMs ? undefined : endMs;
    endMs = next.untilMs ?? Number.POSITIVE_INFINITY;
    if (endMs === Number.POSITIVE_INFINITY) return endMs;
  }
}
