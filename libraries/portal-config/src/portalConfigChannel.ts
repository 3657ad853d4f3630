import { encodePath } from '@node-unit/protocol';
import * as z from 'zod';

/** The channel that carries the rows. */
export const PORTAL_CONFIG_CHANNEL = 'PortalConfig';

/** The service behind it. Its frames are `{ value: { rows } }`: all rows, each time. */
export const PORTAL_CONFIG_SERVICE = {
  method: encodePath('SubscribeChannel', PORTAL_CONFIG_CHANNEL),
  schema: { type: 'object', required: ['channel_id'], properties: { channel_id: { const: '' } } },
};

export const portalConfigValue = z.object({ rows: z.array(z.unknown()) });
