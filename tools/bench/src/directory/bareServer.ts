import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import { WebSocketServer } from 'ws';

// A server without anything else, as a program: `bareServer.js <messages>`. When it is told to, it sends so many messages to
// everybody, one to each in a turn of the event loop.
const messages = Number(process.argv[2]);
const server = createServer();
const sockets = new WebSocketServer({ server });
const text = JSON.stringify({ text: 'x'.repeat(280) });
// It ends with the process that started it.
process.stdin.once('data', () => broadcast(messages)).on('end', () => process.exit());

function broadcast(left: number): void {
  if (left === 0) return;
  for (const socket of sockets.clients) socket.send(text);
  setImmediate(() => broadcast(left - 1));
}

server.listen(0, '127.0.0.1', () => {
  process.stdout.write(`${(server.address() as AddressInfo).port}\n`);
});
