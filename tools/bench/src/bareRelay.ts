import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import { type RawData, type WebSocket, WebSocketServer } from 'ws';

// A relay without anything else, as a program: `/<id>` connects, and the first line of a frame names the target.
const sockets = new Map<string, WebSocket>();
const relay = new WebSocketServer({ noServer: true });
const server = createServer();
server.on('upgrade', (request, stream, head) => {
  relay.handleUpgrade(request, stream, head, (socket) => {
    sockets.set(new URL(request.url ?? '/', 'ws://relay').searchParams.get('terminal_id') ?? '', socket);
    socket.on('message', (data: RawData) => {
      const text = (data as Buffer).toString();
      const { target_terminal_id: target } = JSON.parse(text.slice(0, text.indexOf('\n'))) as Record<string, string>;
      sockets.get(target ?? '')?.send(text);
    });
  });
});
server.listen(0, '127.0.0.1', () => {
  process.stdout.write(`${(server.address() as AddressInfo).port}\n`);
});
