import { encodePath } from '../wire/path.js';
import type { JsonSchema } from '../wire/JsonValue.js';

/** The method by which a channel type is subscribed to. The type is one part of the path, its slashes included. */
export function channelMethod(type: string): string {
  return encodePath('SubscribeChannel', type);
}

/** The requests that subscribe to a channel whose id matches the schema; by default the empty string only. */
export function channelRequestSchema(channelSchema: JsonSchema = { const: '' }): JsonSchema {
  return {
    type: 'object',
    required: ['channel_id'],
    properties: { channel_id: { allOf: [{ type: 'string' }, channelSchema] } },
  };
}
