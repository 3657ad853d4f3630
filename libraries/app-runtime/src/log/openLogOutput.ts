import { constants, fstatSync, openSync, write, writeSync } from 'node:fs';
import { Socket } from 'node:net';

import type { LogOutput } from './LogSink.js';

const { O_APPEND, O_NOCTTY, O_NONBLOCK, O_WRONLY } = constants;

/**
 * An output on a file descriptor that never makes this process wait, whatever the descriptor is: a file that may lie on a
 * full or slow disk, a pipe or terminal that nobody reads, or a socket.
 */
export function openLogOutput(fd: number): LogOutput {
  // Otherwise modules that are loaded later may not be found: realpathSync of Node.js looks at the type that the latest
  // fstat without `bigint` has left behind, and stops at a pipe before it has followed the links of pnpm.
  const stats = fstatSync(fd, { bigint: true });
  if (stats.isSocket()) return socketOutput(new Socket({ fd, readable: false, writable: true }));
  if (stats.isFile()) return fileOutput(fd);
  return nonBlockingOutput(reopen(fd));
}

/** Without touching the flags that others share who have the same descriptor. */
function reopen(fd: number): number {
  try {
    return openSync(`/proc/self/fd/${fd}`, O_WRONLY | O_APPEND | O_NOCTTY | O_NONBLOCK);
  } catch {
    // There is no /proc, or it belongs to another user.
    return fd;
  }
}

function nonBlockingOutput(fd: number): LogOutput {
  return {
    send: (bytes) => {
      try {
        return writeSync(fd, bytes);
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'EAGAIN') return 0;
        throw error;
      }
    },
  };
}

function fileOutput(fd: number): LogOutput {
  return {
    send: (bytes) =>
      new Promise((resolve, reject) => {
        write(fd, bytes, (error, written) => (error === null ? resolve(written) : reject(error)));
      }),
  };
}

function socketOutput(socket: Socket): LogOutput {
  socket.on('error', () => undefined);
  return {
    send: (bytes) =>
      new Promise((resolve, reject) => {
        if (!socket.writable) return reject(new Error('the socket is closed'));
        socket.write(bytes, (error) => (error ? reject(error) : resolve(bytes.length)));
      }),
  };
}
