import type { Installation } from './Installation.js';

type Env = Readonly<Record<string, string | undefined>>;
type ProgramEnv = Readonly<Record<string, string>>;

/** What belongs to one program of the installation, or to the operator; no program gets it from our environment. */
export const OWN_VARIABLES: ReadonlySet<string> = new Set([
  'HOST_URL',
  'HOST_TOKEN',
  'HOST_TOKEN_FILE',
  'HOST_PREVIOUS_TOKEN',
  'POSTGRES_URI',
  'PORT',
  'OPERATOR_KEY',
  'OPERATOR_KEY_FILE',
  'OPERATOR_PUBLIC_KEYS',
  'STORAGE_PRIVATE_KEY',
  'STORAGE_KEY_FILE',
  'NODE_UNIT_NAME',
  'NODE_UNIT_PASSWORD',
  'NODE_UNIT_PRIVATE_KEY',
  'NODE_UNIT_WORKSPACE_DIR',
  'NODE_UNIT_RUN_ID',
]);

/**
 * The environments of the programs: our own, so that settings such as `NODE_UNIT_TAGS` or `LOG_LEVEL` reach them, without
 * secrets, and to each of them what it needs. Pure.
 */
export function programEnvironments(installation: Installation, env: Env) {
  const common = Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) =>
      value === undefined || OWN_VARIABLES.has(name) ? [] : [[name, value]],
    ),
  );
  const { folder, port, name, hostTokenFile, storageKeyFile, operatorPublicKey, privateKey } = installation;
  const member = { ...common, HOST_URL: `ws://127.0.0.1:${port}`, HOST_TOKEN_FILE: hostTokenFile };
  const host: ProgramEnv = { ...common, PORT: String(port), HOST_TOKEN_FILE: hostTokenFile };
  const storage = (postgresUri: string): ProgramEnv => ({
    ...member,
    POSTGRES_URI: postgresUri,
    STORAGE_KEY_FILE: storageKeyFile,
    OPERATOR_PUBLIC_KEYS: operatorPublicKey,
  });
  const nodeUnit: ProgramEnv = {
    ...member,
    NODE_UNIT_NAME: name,
    NODE_UNIT_PRIVATE_KEY: privateKey,
    NODE_UNIT_WORKSPACE_DIR: `${folder}/workspace`,
  };
  return { host, storage, nodeUnit };
}
