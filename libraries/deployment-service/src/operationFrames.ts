import {
  type DeploymentEvent,
  type HandOverOrder,
  type KnownNodeUnit,
  type OperationsChange,
  parseStatusRow,
  toStatusRow,
} from '@node-unit/deployment';
import * as z from 'zod';

const nodeUnit = z.object({
  address: z.string(),
  name: z.string(),
  version: z.string(),
  online: z.boolean(),
  drainedAt: z.string().optional(),
  drainReason: z.string(),
  seenAt: z.string(),
});
const handOver = z.object({
  deploymentId: z.string(),
  address: z.string(),
  reason: z.string(),
  requestedAt: z.string(),
});
const event = z.object({
  id: z.number(),
  occurredAt: z.string(),
  kind: z.string(),
  deploymentId: z.string(),
  name: z.string(),
  replica: z.number(),
  packageName: z.string(),
  previousAddress: z.string(),
  address: z.string(),
  claimEpoch: z.number(),
  enabled: z.boolean(),
  changedColumns: z.array(z.string()),
  state: z.string(),
  reason: z.string(),
});

/** The events of a reply. */
export const eventsData = z.object({ events: z.array(event) });

/** Statuses have the names of their columns, as in `Deployment/ReadStatus`; the rest is named as in the library. */
const operationsFrame = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('snapshot'),
    statuses: z.array(z.unknown()),
    nodeUnits: z.array(nodeUnit),
    handOvers: z.array(handOver),
    events: z.array(event),
  }),
  z.object({
    kind: z.literal('delta'),
    statuses: z.array(z.unknown()),
    statusesOf: z.array(z.string()),
    nodeUnits: z.array(nodeUnit).optional(),
    handOvers: z.array(handOver).optional(),
    events: z.array(event),
  }),
  z.object({ kind: z.literal('unavailable'), reason: z.string() }),
]);

export function toOperationsFrame(change: OperationsChange): unknown {
  return change.kind === 'unavailable' ? change : { ...change, statuses: change.statuses.map(toStatusRow) };
}

/** @throws Error if it is none */
export function fromOperationsFrame(value: unknown): OperationsChange {
  const frame = operationsFrame.parse(value);
  if (frame.kind === 'unavailable') return frame;
  const statuses = frame.statuses.map(parseStatusRow);
  const events = frame.events as readonly DeploymentEvent[];
  const nodeUnits = frame.nodeUnits?.map((each): KnownNodeUnit => ({ ...each, drainedAt: each.drainedAt }));
  const handOvers = frame.handOvers as readonly HandOverOrder[] | undefined;
  if (frame.kind === 'snapshot') {
    return { kind: 'snapshot', statuses, events, nodeUnits: nodeUnits ?? [], handOvers: handOvers ?? [] };
  }
  const { statusesOf } = frame;
  return {
    kind: 'delta',
    statuses,
    statusesOf,
    events,
    ...(nodeUnits && { nodeUnits }),
    ...(handOvers && { handOvers }),
  };
}
