import type { ServerOptions } from 'ws';

/**
 * What a terminal may send at once, and how frames are compressed for those who offer it: in a way that keeps little
 * memory for each connection.
 */
export const WEB_SOCKET_SETTINGS = {
  maxPayload: 100 * 1024 * 1024,
  perMessageDeflate: {
    threshold: 1024,
    concurrencyLimit: 10,
    serverNoContextTakeover: true,
    clientNoContextTakeover: true,
    serverMaxWindowBits: 10,
    zlibDeflateOptions: { level: 3 },
  },
} satisfies ServerOptions;
