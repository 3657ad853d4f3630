import { type RawData, WebSocket } from 'ws';

// Many connections in one process, as a program: `bareCrowd.js <url> <connections> <messages>`. Writes a line when all are open,
// and one when each of them has received so many messages.
// It ends with the process that started it.
process.stdin.on('end', () => process.exit()).resume();
const [url = '', connections = '', messages = ''] = process.argv.slice(2);
let opening = Number(connections);
let waiting = Number(connections) * Number(messages);

for (let count = 0; count < Number(connections); count += 1) {
  const socket = new WebSocket(url);
  socket.on('open', () => {
    opening -= 1;
    if (opening === 0) process.stdout.write('open\n');
  });
  socket.on('message', (data: RawData) => {
    // As text, as every reader of messages does.
    if ((data as Buffer).toString().length > 0) waiting -= 1;
    if (waiting === 0) process.stdout.write(`received ${Date.now()}\n`);
  });
}
