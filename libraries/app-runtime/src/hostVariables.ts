import { readFileSync } from 'node:fs';

import { messageOf } from '@node-unit/basics';
import type * as z from 'zod';

import { AppError } from './AppError.js';
import type { EnvironmentVariable } from './Environment.js';
import { optionalText, tokenText, webSocketUrl } from './variableSchemas.js';

/**
 * The variables of a program that joins a host.
 *
 * @public
 */
export const hostVariables: {
  readonly HOST_URL: EnvironmentVariable<z.ZodType<string, string>>;
  readonly HOST_TOKEN: EnvironmentVariable<z.ZodType<string | undefined, string | undefined>>;
  readonly HOST_TOKEN_FILE: EnvironmentVariable<z.ZodType<string | undefined, string | undefined>>;
} = {
  HOST_URL: {
    schema: webSocketUrl(),
    description:
      'URL of the host; it may contain the token as `?host_token=…`, where `%`, `&` and `#` are written `%25`, `%26` and `%23`',
    secret: true,
  },
  HOST_TOKEN: {
    schema: tokenText(),
    description: 'token of the host as it is; takes precedence over the one in `HOST_URL`',
    secret: true,
  },
  HOST_TOKEN_FILE: {
    schema: optionalText(),
    description: 'file that contains the token instead; read at every connection, so that the token can be replaced',
  },
};

/**
 * The options for joining the configured host.
 *
 * @throws AppError if the token file cannot be read
 *
 * @public
 */
export function hostOf(config: HostConfig): { readonly hostUrl: string; readonly hostToken?: string | (() => string) } {
  const { HOST_URL: hostUrl, HOST_TOKEN: hostToken, HOST_TOKEN_FILE: file } = config;
  if (file === undefined) return hostToken === undefined ? { hostUrl } : { hostUrl, hostToken };
  readTokenFile(file);
  return { hostUrl, hostToken: () => readTokenFile(file) };
}

/**
 * The parsed values of {@link hostVariables}.
 *
 * @public
 */
export interface HostConfig {
  readonly HOST_URL: string;
  readonly HOST_TOKEN: string | undefined;
  readonly HOST_TOKEN_FILE: string | undefined;
}

/**
 * Reads a token from a file and trims white space.
 *
 * @throws AppError if the file cannot be read or contains no token
 *
 * @public
 */
export function readTokenFile(file: string): string {
  const usage = (reason: string): AppError => new AppError(2, `HOST_TOKEN_FILE=${JSON.stringify(file)} ${reason}`);
  let text: string;
  try {
    text = readFileSync(file, 'utf8').trim();
  } catch (error) {
    throw usage(`cannot be read: ${messageOf(error)}`);
  }
  if (text === '') throw usage('is empty: expected the token of the host');
  if (/[\r\n]/.test(text)) throw usage('has more than one line: expected the token of the host in one line');
  return text;
}
