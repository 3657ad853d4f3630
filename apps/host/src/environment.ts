import { commonVariables, count, httpPort, milliseconds, optionalText } from '@node-unit/app-runtime';

/** A terminal drops a connection that is silent for 60 s, so heartbeats must be more frequent than that. */
const LONGEST_PING_INTERVAL_MS = 10_000;

/** The environment variables of the host. */
export const hostEnvironment = {
  prefixes: ['HOST_'],
  variables: {
    ...commonVariables,
    PORT: {
      schema: httpPort(8888),
      description: 'port for WebSocket connections and HTTP, on all interfaces',
      defaultText: '8888',
    },
    HOST_TOKEN: {
      schema: optionalText(),
      description: 'secret that every client must present; if unset, any client may connect',
      secret: true,
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
  },
} as const;
