import { z } from 'zod';

/** The names of the services and the schemas of their messages. */
const text = { type: 'string' } as const;

const object = (properties: Record<string, object>): Record<string, unknown> => ({
  type: 'object',
  required: Object.keys(properties),
  properties,
});

export const WATCH = { method: 'Deployment/Watch', schema: object({}) };
export const RELEASE = { method: 'Deployment/Release', schema: object({ addresses: { type: 'array', items: text } }) };
export const CLAIM = {
  method: 'Deployment/Claim',
  schema: object({ deployment_id: { ...text, format: 'uuid' }, address: { ...text, minLength: 1 } }),
};
export const HAND_BACK = { ...CLAIM, method: 'Deployment/HandBack' };

export const releaseRequest = z.object({ addresses: z.array(z.string()) });
export const addressRequest = z.object({ deployment_id: z.uuid(), address: z.string().min(1) });

export const changeFrame = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('snapshot'), rows: z.array(z.unknown()) }),
  z.object({ kind: z.literal('delta'), rows: z.array(z.unknown()), removed_ids: z.array(z.string()) }),
  z.object({ kind: z.literal('unavailable'), reason: z.string() }),
]);
export type ChangeFrame = z.infer<typeof changeFrame>;

export const releaseData = z.object({
  released: z.array(z.object({ deployment_id: z.string(), claim_epoch: z.number() })),
  /** Missing in the answer of a storage that refuses nobody. */
  refused: z.array(z.object({ address: z.string(), reason: z.string() })).default([]),
});
export const claimData = z.discriminatedUnion('outcome', [
  z.object({ outcome: z.literal('claimed'), claim_epoch: z.number() }),
  z.object({ outcome: z.literal('conflict') }),
]);

export const OK = 0;
export const BAD_REQUEST = 400;
export const FORBIDDEN = 403;
export const UNAVAILABLE = 503;
