import type { ServerOptions } from 'ws';

/**
 * The compression settings for clients that offer compression. They keep the memory per connection low.
 */
export const WEB_SOCKET_SETTINGS = {
  perMessageDeflate: {
    // Compression of what is smaller costs more than it saves on the networks of a cluster.
    threshold: 16 * 1024,
    concurrencyLimit: 10,
    serverNoContextTakeover: true,
    clientNoContextTakeover: true,
    serverMaxWindowBits: 10,
    zlibDeflateOptions: { level: 3 },
  },
} satisfies ServerOptions;
