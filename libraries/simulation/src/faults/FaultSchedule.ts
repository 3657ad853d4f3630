/**
 * Something that goes wrong, in virtual ms from the start. Without an end it lasts until the end of the simulation.
 *
 * @remarks
 * `crash`: the agent dies with its processes; the host notices after `noticedMs`; a new one starts at `backMs`, under a new
 * address if `renamed`. `freeze`: it stands still and goes on where it was. `partition`: nothing gets through in either
 * direction, and is held until the partition ends. `delay`: every message takes up to `mostMs` longer, so later ones pass
 * earlier ones. `notifications`: what host or store announce is lost or comes twice. `restart`: host or store are away, and
 * the host has forgotten who was there.
 *
 * @beta
 */
export type InjectedFault =
  | {
      readonly kind: 'crash';
      readonly node: string;
      readonly atMs: number;
      readonly noticedMs: number;
      readonly backMs?: number;
      readonly renamed: boolean;
    }
  | { readonly kind: 'freeze'; readonly node: string; readonly atMs: number; readonly untilMs?: number }
  | {
      readonly kind: 'partition';
      readonly node: string;
      readonly from: 'host' | 'store' | 'both';
      readonly atMs: number;
      readonly untilMs?: number;
    }
  | {
      readonly kind: 'delay';
      readonly node: string;
      readonly to: FarEnd;
      readonly atMs: number;
      readonly untilMs: number;
      readonly mostMs: number;
    }
  | {
      readonly kind: 'notifications';
      readonly node: string;
      readonly of: FarEnd;
      readonly atMs: number;
      readonly untilMs: number;
      /** Shares of all, from 0 to 1. */
      readonly lost: number;
      readonly doubled: number;
    }
  | { readonly kind: 'restart'; readonly of: FarEnd; readonly atMs: number; readonly untilMs: number };

/**
 * What a node-unit is connected to.
 *
 * @beta
 */
export type FarEnd = 'host' | 'store';

/**
 * A machine with its node-unit.
 *
 * @beta
 */
export interface ScheduledNode {
  readonly name: string;
  /** When its agent starts. */
  readonly startMs: number;
  /** How many of its seconds pass in one of the others'. */
  readonly clockRate: number;
  /** Its node tag `zone`. */
  readonly zone: string;
}

/**
 * A row that operators insert, and may disable and enable again.
 *
 * @beta
 */
export interface ScheduledDeployment {
  readonly id: string;
  readonly insertedMs: number;
  /** The node that holds it when it is inserted. Default: it is unassigned. */
  readonly heldBy?: string;
  /** The zone that it needs. Default: any. */
  readonly zone?: string;
  readonly disabledMs?: number;
  readonly enabledMs?: number;
}

/**
 * A cluster and what it goes through: a value that can be kept as JSON and gives the same again.
 *
 * @beta
 */
export interface FaultSchedule {
  /** Of what is not scheduled one by one: how long each message takes, which notifications are lost. */
  readonly seed: number;
  readonly nodes: readonly ScheduledNode[];
  readonly deployments: readonly ScheduledDeployment[];
  readonly faults: readonly InjectedFault[];
}

/**
 * When the last of what comes to an end has ended, and everything was inserted. Pure.
 *
 * @beta
 */
export function calmFromMs({ nodes, deployments, faults }: FaultSchedule): number {
  let calmMs = 0;
  const atLeast = (ms: number): void => void (calmMs = Math.max(calmMs, ms));
  for (const { startMs } of nodes) atLeast(startMs);
  for (const { insertedMs, disabledMs = 0, enabledMs = 0 } of deployments)
    atLeast(Math.max(insertedMs, disabledMs, enabledMs));
  for (const fault of faults) atLeast(endOf(fault) ?? fault.atMs);
  return calmMs;
}

/** When a fault is over; undefined if it lasts. Pure. */
export function endOf(fault: InjectedFault): number | undefined {
  return fault.kind === 'crash' ? fault.backMs : fault.untilMs;
}
