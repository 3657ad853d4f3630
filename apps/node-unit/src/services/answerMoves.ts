import type { Response } from '@node-unit/protocol';
import { type PlannedRound, proposeMoves } from '@node-unit/scheduler';
import * as z from 'zod';

const movesRequest = z.object({ most: z.number().int().min(1).max(1_000) });

/** What would be moved so that the policy leaves everything where it is, by what the last round knew. */
export function answerMoves(planned: PlannedRound | undefined, req: unknown): Response {
  const request = movesRequest.safeParse(req);
  if (!request.success) return { code: 400, message: 'Bad Request: expected most, 1 to 1000' };
  if (planned?.plan.kind !== 'act') return { code: 503, message: 'this node-unit does not know the cluster now' };
  const moves = proposeMoves(planned.plan.view, planned.input, request.data.most);
  const records = moves.map(({ deployment, to, reason }) => ({
    deployment_id: deployment.id,
    from: deployment.address,
    to,
    reason,
  }));
  return { code: 0, message: 'OK', data: { moves: records } };
}
