import { messageOf } from '@node-unit/basics';
import { parseStatusRow } from '@node-unit/deployment';
import * as z from 'zod';

/** The names of the services and the schemas of their messages. */
const text = { type: 'string' } as const;

const object = (properties: Record<string, object>): Record<string, unknown> => ({
  type: 'object',
  required: Object.keys(properties),
  properties,
});

/** `patches`: of a row that the watcher has, only the changed columns are sent. */
const watchSchema: Record<string, unknown> = { type: 'object', properties: { patches: { type: 'boolean' } } };
export const WATCH = { method: 'Deployment/Watch', schema: watchSchema };
export const RELEASE = { method: 'Deployment/Release', schema: object({ addresses: { type: 'array', items: text } }) };
export const CLAIM = {
  method: 'Deployment/Claim',
  schema: object({ deployment_id: { ...text, format: 'uuid' }, address: { ...text, minLength: 1 } }),
};
export const HAND_BACK = { ...CLAIM, method: 'Deployment/HandBack' };
export const RENEW_CLAIM = { ...CLAIM, method: 'Deployment/RenewClaim' };
export const REPORT_STATUS = {
  method: 'Deployment/ReportStatus',
  schema: object({ address: { ...text, minLength: 1 }, changed: { type: 'array' }, removed_ids: { type: 'array' } }),
};
export const WATCH_ORDERS = {
  method: 'Deployment/WatchOrders',
  schema: object({ address: { ...text, minLength: 1 } }),
};
export const WATCH_OPERATIONS = { method: 'Operator/Watch', schema: object({}) };
export const READ_EVENTS = { method: 'Operator/ReadEvents', schema: object({ limit: { type: 'number' } }) };
export const OPERATE = {
  method: 'Operator/Operate',
  schema: object({ content: text, issued_at_ms: { type: 'number' }, nonce: text, operator: text, signature: text }),
};
export const READ_STATUS = { method: 'Deployment/ReadStatus', schema: object({}) };

const MOST_STATUSES = 10_000;

const write = z.object({ deployment_id: z.uuid(), claim_epoch: z.number().int().nonnegative() });

/** An earlier watcher does not say that it takes patches. */
export const watchRequest = z.object({ patches: z.boolean().default(false) });
export const releaseRequest = z.object({ addresses: z.array(z.string()), exclusive: z.array(write).default([]) });
export const renewRequest = write.extend({ address: z.string().min(1) });
/** The address is that of the request, whatever the row says. */
const statusRow = z.unknown().transform((row, context) => {
  try {
    return parseStatusRow(row);
  } catch (error) {
    context.addIssue(messageOf(error));
    return z.NEVER;
  }
});
export const reportRequest = z.object({
  address: z.string().min(1),
  changed: z.array(statusRow).max(MOST_STATUSES),
  removed_ids: z.array(z.uuid()).max(MOST_STATUSES),
});
export const readStatusRequest = z.object({ deployment_ids: z.array(z.uuid()).max(MOST_STATUSES).optional() });
export const statusData = z.object({ statuses: z.array(z.unknown()) });
export const ordersRequest = z.object({ address: z.string().min(1) });
export const eventsRequest = z.object({
  deployment_ids: z.array(z.uuid()).max(MOST_STATUSES).exactOptional(),
  before_id: z.number().int().positive().exactOptional(),
  since: z.iso.datetime({ offset: true }).exactOptional(),
  limit: z.number().int().positive().max(1_000),
});
/** Its content is an operation as JSON, checked when the signature is. */
export const operateRequest = z.object({
  content: z.string(),
  issued_at_ms: z.number(),
  nonce: z.string().min(8).max(100),
  operator: z.string().max(100),
  signature: z.string().max(200),
});
export const addressRequest = z.object({ deployment_id: z.uuid(), address: z.string().min(1) });
/** An earlier node-unit does not say what it has seen. */
export const claimRequest = addressRequest.extend({ claim_epoch: z.number().int().nonnegative().exactOptional() });
export const handBackRequest = addressRequest.extend({ reason: z.string().max(4_000).default('') });

/** Rows that the storage cannot read; missing in the frames of an earlier one. */
const invalid = z.array(z.object({ id: z.string(), reason: z.string() })).default([]);

/** From 0 up, in the frames for a watcher that takes patches. */
const sequence = z.number().int().nonnegative().exactOptional();
const rows = z.array(z.unknown());
/** Relative to the row after the frame before. */
const patch = z.object({ id: z.uuid(), columns: z.record(z.string(), z.unknown()) });

export const changeFrame = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('snapshot'), sequence, rows, invalid }),
  z.object({
    kind: z.literal('delta'),
    sequence,
    rows,
    patches: z.array(patch).default([]),
    removed_ids: z.array(z.string()),
    invalid,
  }),
  z.object({ kind: z.literal('unavailable'), sequence, reason: z.string() }),
]);
export type ChangeFrame = z.infer<typeof changeFrame>;
/** As it is sent: what is empty in every frame for an earlier watcher is left out. */
export type SentChangeFrame = z.input<typeof changeFrame>;

export const releaseData = z.object({
  released: z.array(write),
  /** Missing in the answer of a storage that refuses nobody. */
  refused: z.array(z.object({ address: z.string(), reason: z.string() })).default([]),
  locked: z.array(z.string()).optional(),
});
export const claimData = z.discriminatedUnion('outcome', [
  z.object({ outcome: z.literal('claimed'), claim_epoch: z.number() }),
  z.object({ outcome: z.literal('conflict') }),
]);

export const OK = 0;
export const BAD_REQUEST = 400;
export const REFUSED = 409;
export const FORBIDDEN = 403;
export const UNAVAILABLE = 503;
