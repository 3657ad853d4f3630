import type { IncomingMessage } from 'node:http';

import { HttpError } from './HttpError.js';

/**
 * The body of a request as text.
 *
 * @throws HttpError 413 when it is too large, 400 when it ends too early
 */
export async function readBody(request: IncomingMessage, maxBytes: number): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  return new Promise((resolve, reject) => {
    request.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      chunks.push(chunk);
      if (bytes <= maxBytes) return;
      chunks.length = 0;
      request.pause();
      reject(new HttpError(413, `Content Too Large: at most ${maxBytes} bytes are allowed`));
    });
    request.on('end', () => resolve(Buffer.concat(chunks).toString()));
    request.on('close', () => reject(new HttpError(400, 'Bad Request: the body is incomplete')));
  });
}
