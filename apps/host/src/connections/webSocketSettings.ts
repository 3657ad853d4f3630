import { COMPRESSED_FROM_BYTES } from '@node-unit/protocol';
import type { ServerOptions } from 'ws';

/**
 * The compression settings for clients that offer compression. They keep the memory per connection low.
 */
export const WEB_SOCKET_SETTINGS = {
  perMessageDeflate: {
    threshold: COMPRESSED_FROM_BYTES,
    concurrencyLimit: 10,
    serverNoContextTakeover: true,
    clientNoContextTakeover: true,
    serverMaxWindowBits: 10,
    zlibDeflateOptions: { level: 3 },
  },
} satisfies ServerOptions;
