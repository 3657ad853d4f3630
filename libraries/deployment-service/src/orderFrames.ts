import type { NodeUnitOrders } from '@node-unit/deployment';
import * as z from 'zod';

/** The orders of a node-unit between terminals. */
const ordersFrame = z.object({
  drained: z.object({ since: z.string(), reason: z.string() }).nullable(),
  hand_overs: z.array(
    z.object({ deployment_id: z.string(), address: z.string(), reason: z.string(), requested_at: z.string() }),
  ),
});

export function toOrdersFrame({ drained, handOvers }: NodeUnitOrders): z.input<typeof ordersFrame> {
  return {
    drained: drained ?? null,
    hand_overs: handOvers.map(({ deploymentId, address, reason, requestedAt }) => ({
      deployment_id: deploymentId,
      address,
      reason,
      requested_at: requestedAt,
    })),
  };
}

/** @throws ZodError if it is none */
export function fromOrdersFrame(frame: unknown): NodeUnitOrders {
  const { drained, hand_overs } = ordersFrame.parse(frame);
  return {
    drained: drained ?? undefined,
    handOvers: hand_overs.map((order) => ({
      deploymentId: order.deployment_id,
      address: order.address,
      reason: order.reason,
      requestedAt: order.requested_at,
    })),
  };
}
