import type { ServerOptions } from 'ws';

/**
 * How frames are compressed for those who offer it: in a way that keeps little memory for each connection.
 */
export const WEB_SOCKET_SETTINGS = {
  perMessageDeflate: {
    threshold: 1024,
    concurrencyLimit: 10,
    serverNoContextTakeover: true,
    clientNoContextTakeover: true,
    serverMaxWindowBits: 10,
    zlibDeflateOptions: { level: 3 },
  },
} satisfies ServerOptions;
