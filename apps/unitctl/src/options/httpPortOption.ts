import { InvalidArgumentError } from 'commander';

/** Reads the option of a port to listen on. */
export function httpPortOption(text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port >= 1 && port <= 65_535) return port;
  throw new InvalidArgumentError('Expected a port from 1 to 65535.');
}
