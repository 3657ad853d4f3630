import { type RawData, WebSocket } from 'ws';

import { COMPRESSED_FROM_BYTES } from './compression.js';
import { gatherWrites } from './gatherWrites.js';
import type { OpenSocket } from './OpenSocket.js';

const HANDSHAKE_TIMEOUT_MS = 4_000;

/** Connects with the `ws` package, which answers the other side's pings by itself. */
export const openSocket: OpenSocket = (url, subprotocols, events) => {
  const socket = new WebSocket(url, [...subprotocols], {
    handshakeTimeout: HANDSHAKE_TIMEOUT_MS,
    perMessageDeflate: { threshold: COMPRESSED_FROM_BYTES },
  });
  let gather = (): void => undefined;
  socket.on('upgrade', ({ socket: stream }) => (gather = gatherWrites(stream)));
  let failure = '';
  socket.on('open', () => events.onOpen(socket.protocol));
  socket.on('message', (data: RawData) => events.onText(textOf(data)));
  socket.on('error', (error) => (failure = error.message));
  socket.on('close', (code, reason) => events.onClosed(code, reason.toString() || failure));
  return {
    send: (text) => {
      if (socket.readyState !== WebSocket.OPEN) return;
      gather();
      socket.send(text);
    },
    close: () => socket.close(),
    terminate: () => socket.terminate(),
  };
};

function textOf(data: RawData): string {
  if (Array.isArray(data)) return Buffer.concat(data).toString();
  return data instanceof ArrayBuffer ? Buffer.from(data).toString() : data.toString();
}
