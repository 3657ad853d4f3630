import { messageOf } from '@node-unit/basics';

/** What may be said of a connection: never its password. */
interface Target {
  readonly server: string;
  readonly database: string;
  readonly user: string;
}

type Sentence = (target: Target, message: string) => string;

/** By the code of the server (SQLSTATE) or of the system. */
const SENTENCES: Readonly<Record<string, Sentence>> = {
  '28P01': ({ user, server }) =>
    `${server} does not accept the password of "${user}". Correct the password in POSTGRES_URI.`,
  '28000': ({ user, server }, message) =>
    `${server} does not let "${user}" in (${message}). Check the user in POSTGRES_URI and pg_hba.conf of the server.`,
  '3D000': ({ database, server }) =>
    `there is no database "${database}" on ${server}. Create it (createdb), or correct the name in POSTGRES_URI.`,
  '42501': ({ user, database }, message) =>
    `"${user}" lacks a right in the database "${database}" (${message}). Grant it, for example: ` +
    `grant create, usage on schema public to "${user}", and the tables must belong to it or to a role that it is in.`,
  '53300': ({ server }) => `${server} has no connection left. Raise max_connections there, or close other connections.`,
  '57P03': ({ server }) => `${server} is starting or stopping. It is tried again.`,
  '55P03': (_target, message) => `somebody holds a lock (${message}). It is tried again.`,
  '3F000': ({ database }, message) =>
    `the schema of search_path does not exist in "${database}" (${message}). Create it, or correct POSTGRES_URI.`,
  ECONNREFUSED: ({ server }) =>
    `nothing listens on ${server}. Start PostgreSQL, or correct host and port in POSTGRES_URI.`,
  ENOTFOUND: ({ server }) => `the host name of ${server} is unknown. Correct it in POSTGRES_URI.`,
  EAI_AGAIN: ({ server }) => `the host name of ${server} cannot be looked up now. Check DNS on this machine.`,
  ETIMEDOUT: ({ server }) => `${server} does not answer. Check the network, the firewall, and POSTGRES_URI.`,
  EHOSTUNREACH: ({ server }) => `there is no route to ${server}. Check the network and POSTGRES_URI.`,
  ENOENT: ({ server }) => `there is no socket for ${server}. Start PostgreSQL, or correct POSTGRES_URI.`,
};

/** Faults of the driver, which have no code. */
const MESSAGES: readonly (readonly [RegExp, Sentence])[] = [
  [/permission denied|must be owner/, (target, message) => sentenceOf('42501', target, message)],
  [
    /timeout expired|Query read timeout|Connection terminated due to connection timeout/,
    (target) => sentenceOf('ETIMEDOUT', target),
  ],
  [
    /does not support SSL/,
    ({ server }) => `${server} offers no TLS. Remove sslmode from POSTGRES_URI, or enable TLS on the server.`,
  ],
  [
    /certificate/,
    ({ server }, message) =>
      `the TLS certificate of ${server} is not accepted (${message}). Set NODE_EXTRA_CA_CERTS or sslrootcert in POSTGRES_URI.`,
  ],
  [
    /password must be a string|SASL/,
    ({ user }) => `"${user}" needs a password. Add it to POSTGRES_URI, as postgres://user:password@host/database.`,
  ],
];

function sentenceOf(code: string, target: Target, message = ''): string {
  return SENTENCES[code]?.(target, message) ?? message;
}

/**
 * What is wrong with a database and what to do, in one sentence for a person. Pure.
 *
 * @param uri - Its password is not in the sentence.
 *
 * @public
 */
export function describeDatabaseFault(error: unknown, uri: string): string {
  const { code } = error as { readonly code?: unknown };
  const target = targetOf(uri);
  const message = withoutPassword(firstLine(messageOf(error)), uri);
  const byCode = typeof code === 'string' ? SENTENCES[code] : undefined;
  const sentence = byCode ?? MESSAGES.find(([pattern]) => pattern.test(message))?.[1];
  const suffix = byCode === undefined ? '' : ` (${String(code)})`;
  return sentence === undefined
    ? `the database "${target.database}" on ${target.server}: ${message}`
    : sentence(target, message) + suffix;
}

/** The library for migrations puts stack traces into its messages. */
function firstLine(message: string): string {
  return message.split('\n', 1)[0] ?? '';
}

function targetOf(uri: string): Target {
  if (!URL.canParse(uri)) return { server: 'the server', database: '', user: '' };
  const { hostname, port, pathname, username } = new URL(uri);
  const user = decodeURIComponent(username) || 'the default user';
  return {
    server: `${hostname || 'the local socket'}:${port || '5432'}`,
    database: decodeURIComponent(pathname.slice(1)) || user,
    user,
  };
}

function withoutPassword(message: string, uri: string): string {
  const { password } = URL.canParse(uri) ? new URL(uri) : { password: '' };
  return [password, decodeURIComponent(password)]
    .filter((text) => text !== '')
    .reduce((text, secret) => text.replaceAll(secret, '***'), message);
}
