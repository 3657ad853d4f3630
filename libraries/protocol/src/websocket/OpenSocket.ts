/** What happens on a socket; `onClosed` is the last. Nothing happens before `openSocket` has returned. */
export interface SocketEvents {
  /** @param subprotocol - that the other side has chosen; empty for none */
  readonly onOpen: (subprotocol: string) => void;
  readonly onText: (text: string) => void;
  /** @param code - of the close frame; 1006 where there was none */
  readonly onClosed: (code: number, reason: string) => void;
}

/** One WebSocket connection, or the attempt to make one. */
export interface Socket {
  /** Does nothing unless the socket is open. */
  send(text: string): void;
  /** Begins the closing handshake. */
  close(): void;
  /** Ends the connection at once, where the platform can. */
  terminate(): void;
}

/** Begins to connect. The URL has been checked. */
export type OpenSocket = (url: string, subprotocols: readonly string[], events: SocketEvents) => Socket;
