import { AppError } from '@node-unit/app-runtime/AppError';

import type { Context, Contexts } from './Contexts.js';

type Env = Readonly<Record<string, string | undefined>>;

/** A secret as it is, or the file that holds it. */
export type Secret = { readonly text: string } | { readonly file: string };

/** How the cluster is reached, before any file of a secret is read. */
export type ConnectionChoice =
  | { readonly kind: 'host'; readonly hostUrl: string; readonly hostToken?: Secret; readonly operatorKey?: Secret }
  | { readonly kind: 'postgres'; readonly uri: Secret };

/** What a connection is chosen from. */
export interface ConnectionSources {
  readonly env: Env;
  readonly contexts: Contexts;
  /** Of the option `--context`. */
  readonly contextName?: string | undefined;
}

/**
 * Chooses the cluster: the context that the option names, else the environment, else the current context. In the
 * environment, `HOST_URL` takes precedence over `POSTGRES_URI`, because a host knows more than the tables: who is online,
 * what runs, logs. Pure.
 *
 * @throws AppError that says what to do if nothing is chosen
 */
export function chooseConnection({ env, contexts, contextName }: ConnectionSources): ConnectionChoice {
  if (contextName !== undefined) return choiceOf(contextNamed(contexts, contextName));
  const chosen = choiceOfEnvironment(env);
  if (chosen) return chosen;
  if (contexts.current !== undefined) return choiceOf(contextNamed(contexts, contexts.current));
  throw new AppError(
    2,
    'no cluster is chosen: start one with "unitctl up", choose one with "unitctl context use <name>", ' +
      'or set HOST_URL (or POSTGRES_URI)',
  );
}

function contextNamed({ contexts }: Contexts, name: string): Context {
  const context = Object.hasOwn(contexts, name) ? contexts[name] : undefined;
  if (context) return context;
  const known = Object.keys(contexts).sort();
  const advice = known.length === 0 ? 'add it with "unitctl context add"' : `expected one of ${known.join(', ')}`;
  throw new AppError(2, `there is no context ${JSON.stringify(name)}: ${advice}`);
}

function choiceOf(context: Context): ConnectionChoice {
  if ('postgres_uri_file' in context) return { kind: 'postgres', uri: { file: context.postgres_uri_file } };
  const { host_url: hostUrl, host_token_file: tokenFile, operator_key_file: keyFile } = context;
  return {
    kind: 'host',
    hostUrl,
    ...(tokenFile !== undefined && { hostToken: { file: tokenFile } }),
    ...(keyFile !== undefined && { operatorKey: { file: keyFile } }),
  };
}

function choiceOfEnvironment(env: Env): ConnectionChoice | undefined {
  const hostUrl = textOf(env, 'HOST_URL');
  const uri = textOf(env, 'POSTGRES_URI');
  if (hostUrl === undefined) return uri === undefined ? undefined : { kind: 'postgres', uri: { text: uri } };
  const hostToken = secretOf(env, 'HOST_TOKEN');
  const operatorKey = secretOf(env, 'OPERATOR_KEY');
  return { kind: 'host', hostUrl, ...(hostToken && { hostToken }), ...(operatorKey && { operatorKey }) };
}

/** As programs of a cluster do, the file takes precedence. */
function secretOf(env: Env, name: string): Secret | undefined {
  const file = textOf(env, `${name}_FILE`);
  if (file !== undefined) return { file };
  const text = textOf(env, name);
  return text === undefined ? undefined : { text };
}

function textOf(env: Env, name: string): string | undefined {
  return env[name]?.trim() || undefined;
}
