import { readFileSync } from 'node:fs';

import { messageOf } from '@node-unit/basics';
import type { z } from 'zod';

import { AppError } from './AppError.js';
import type { EnvironmentVariable } from './Environment.js';
import { optionalText, webSocketUrl } from './variableSchemas.js';

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
    description: 'URL of the host; it may contain the token as `?host_token=…`',
    secret: true,
  },
  HOST_TOKEN: {
    schema: optionalText(),
    description: 'token of the host; takes precedence over the one in `HOST_URL`',
    secret: true,
  },
  HOST_TOKEN_FILE: {
    schema: optionalText(),
    description: 'file that contains the token instead; read at every connection, so that the token can be replaced',
  },
};

/**
 * How a program joins the host that it was told of.
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
 * What {@link hostVariables} say.
 *
 * @public
 */
export interface HostConfig {
  readonly HOST_URL: string;
  readonly HOST_TOKEN: string | undefined;
  readonly HOST_TOKEN_FILE: string | undefined;
}

/**
 * The token in a file, without white space around it.
 *
 * @throws AppError that says why there is none
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
  return text;
}
