import {
  commonVariables,
  count,
  type EnvironmentConfig,
  httpPort,
  metricsVariables,
  milliseconds,
  optionalText,
  textReadBy,
  tokenText,
} from '@node-unit/app-runtime';
import * as z from 'zod';

import { readOrigins } from './readOrigins.js';

/** A terminal drops a connection that is silent for 60 s, so heartbeats must be more frequent than that. */
const LONGEST_PING_INTERVAL_MS = 10_000;

/** The environment variables of the host. */
export const hostEnvironment = {
  prefixes: ['HOST_', 'SSL_', 'METRICS_'],
  variables: {
    ...commonVariables,
    PORT: {
      schema: httpPort(8888),
      description: 'port for WebSocket connections and HTTP',
      defaultText: '8888',
    },
    HOST_ADDRESS: {
      schema: optionalText(),
      description: 'address to listen on; any other than a loopback address requires a `HOST_TOKEN`',
      defaultText: '0.0.0.0 and :: with a HOST_TOKEN, else 127.0.0.1',
    },
    HOST_TOKEN: {
      schema: tokenText(),
      description: 'secret that members of the cluster must know; if unset, any process of this machine is a member',
      secret: true,
    },
    HOST_TOKEN_FILE: {
      schema: optionalText(),
      description: 'file that contains the token instead',
    },
    HOST_PREVIOUS_TOKEN: {
      schema: tokenText(),
      description: 'token that is accepted as well, while members are given a new one',
      secret: true,
    },
    HOST_LEGACY_MEMBERS: {
      schema: z
        .enum(['on', 'off'], { message: 'expected on or off' })
        .default('on')
        .transform((text) => text === 'on'),
      description:
        'whether members may connect with the token in the URL and without a challenge, as Yuan terminals do',
      defaultText: 'on',
    },
    HOST_ALLOWED_ORIGINS: {
      schema: textReadBy(readOrigins).optional(),
      description:
        'origins of the pages that a browser may connect to a host without a `HOST_TOKEN`, separated by commas; `*` = any',
      defaultText: 'none',
    },
    SSL_KEY_PATH: { schema: optionalText(), description: 'private key (PEM) for TLS; read again when it changes' },
    SSL_CERT_PATH: { schema: optionalText(), description: 'certificate (PEM) for TLS; read again when it changes' },
    SSL_PORT: {
      schema: httpPort(18_888),
      description: 'port for TLS, if `SSL_KEY_PATH` and `SSL_CERT_PATH` are set',
      defaultText: '18888',
    },
    HOST_PING_INTERVAL_MS: {
      schema: milliseconds(2_000).refine((ms) => ms <= LONGEST_PING_INTERVAL_MS, {
        message: `expected at most ${LONGEST_PING_INTERVAL_MS} ms`,
      }),
      description: 'interval between heartbeats in ms, at most 10000',
      defaultText: '2000',
    },
    HOST_PING_MISSES: {
      schema: count(3),
      description: 'number of consecutive missed heartbeats after which a terminal is considered gone',
      defaultText: '3',
    },
    HOST_MAX_PENDING_CONNECTIONS: {
      schema: count(1_000),
      description: 'connections that have not authenticated yet; further ones are closed',
      defaultText: '1000',
    },
    HOST_AUTHENTICATION_TIMEOUT_MS: {
      schema: milliseconds(10_000),
      description: 'time that a connection has to authenticate, in ms',
      defaultText: '10000',
    },
    HOST_MAX_FRAME_BYTES: {
      schema: count(104_857_600),
      description: 'largest frame that a terminal may send',
      defaultText: '104857600',
    },
    HOST_MAX_BUFFERED_BYTES: {
      schema: count(67_108_864),
      description: 'bytes that may wait for a terminal that does not read; beyond them it is disconnected',
      defaultText: '67108864',
    },
    ...metricsVariables,
  },
} as const;

export type HostConfig = EnvironmentConfig<(typeof hostEnvironment)['variables']>;
