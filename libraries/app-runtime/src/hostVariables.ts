import type { z } from 'zod';

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
};

/**
 * How a program joins the host that it was told of.
 *
 * @public
 */
export function hostOf(config: { readonly HOST_URL: string; readonly HOST_TOKEN: string | undefined }): {
  readonly hostUrl: string;
  readonly hostToken?: string;
} {
  const { HOST_URL: hostUrl, HOST_TOKEN: hostToken } = config;
  return hostToken === undefined ? { hostUrl } : { hostUrl, hostToken };
}
