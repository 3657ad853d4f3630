import { CHALLENGE_SUBPROTOCOL, createKeyPair } from '@node-unit/credentials';
import { WebSocket } from 'ws';

const AT_ONCE = 20;
const GARBAGE = ['', '\n', 'null\n{}', '{}\nnot json', `{}\n${'['.repeat(10_000)}`, 'x'.repeat(100_000)];

/** Connects over and over without anything to show, and talks nonsense. */
export function floodFromOutside(hostUrl: string): { stop(): number } {
  let attempts = 0;
  let isStopped = false;
  const attack = (): void => {
    if (isStopped) return;
    attempts += 1;
    const { publicKey } = createKeyPair();
    const asks = attempts % 2 === 0 ? [CHALLENGE_SUBPROTOCOL] : [];
    const socket = new WebSocket(`${hostUrl}/?terminal_id=${publicKey}&signature=guess`, asks);
    socket.on('error', () => undefined);
    socket.on('open', () => socket.send(GARBAGE[attempts % GARBAGE.length] ?? ''));
    socket.on('close', () => setTimeout(attack, 10));
    // One in ten says nothing until it is parted from.
    if (attempts % 10 !== 0) socket.on('message', () => socket.close());
  };
  for (let count = 0; count < AT_ONCE; count += 1) attack();
  return {
    stop: () => {
      isStopped = true;
      return attempts;
    },
  };
}
