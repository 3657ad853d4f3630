import type { OpenSocket } from './OpenSocket.js';

interface BrowserSocket {
  readonly readyState: number;
  readonly protocol: string;
  binaryType: string;
  onopen: (() => void) | null;
  onmessage: ((event: { readonly data: unknown }) => void) | null;
  onclose: ((event: { readonly code: number; readonly reason: string }) => void) | null;
  send(text: string): void;
  close(): void;
}

declare const WebSocket: new (url: string, subprotocols: string[]) => BrowserSocket;

const OPEN = 1;

/** Connects with the browser's own WebSocket. */
export const openSocket: OpenSocket = (url, subprotocols, events) => {
  const socket = new WebSocket(url, [...subprotocols]);
  socket.binaryType = 'arraybuffer';
  socket.onopen = () => events.onOpen(socket.protocol);
  socket.onmessage = ({ data }) => events.onText(textOf(data));
  socket.onclose = ({ code, reason }) => events.onClosed(code, reason);
  return {
    send: (text) => {
      if (socket.readyState === OPEN) socket.send(text);
    },
    close: () => socket.close(),
    terminate: () => socket.close(),
  };
};

function textOf(data: unknown): string {
  return data instanceof ArrayBuffer ? new TextDecoder().decode(data) : String(data);
}
