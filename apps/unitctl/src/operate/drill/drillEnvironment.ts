import { OWN_VARIABLES } from '../../install/up/programEnvironments.js';

type Env = Readonly<Record<string, string | undefined>>;

/** What the node-unit of a drill is started with. */
export interface DrillNodeUnitSettings {
  /** Of the node-unit, and of the deployments that it accepts. */
  readonly name: string;
  readonly hostUrl: string;
  readonly hostToken: string | undefined;
  readonly policy: string;
  readonly privateKey: string;
  /** Its own, with everything that it writes. */
  readonly folder: string;
}

/** The tag by which probes are bound to the node-unit of their drill. */
export const DRILL_TAG = 'drill';

/** What would make it another node-unit than the drill needs. */
const REPLACED = /^(NODE_UNIT_TAGS|NODE_UNIT_ONLY_NAMES|NODE_UNIT_CLAIM_POLICY|TRUSTED_PACKAGE_REGEXP|METRICS_.*)$/;

/** The environment of the node-unit of a drill: our own without secrets, and what makes it one. Pure. */
export function drillEnvironment(settings: DrillNodeUnitSettings, env: Env): Readonly<Record<string, string>> {
  const { name, hostUrl, hostToken, policy, privateKey, folder } = settings;
  const inherited = Object.entries(env).flatMap(([key, value]) =>
    value === undefined || OWN_VARIABLES.has(key) || REPLACED.test(key) ? [] : [[key, value] as const],
  );
  return {
    ...Object.fromEntries(inherited),
    HOST_URL: hostUrl,
    ...(hostToken !== undefined && { HOST_TOKEN: hostToken }),
    NODE_UNIT_NAME: name,
    NODE_UNIT_PRIVATE_KEY: privateKey,
    NODE_UNIT_WORKSPACE_DIR: `${folder}/workspace`,
    NODE_UNIT_CLAIM_POLICY: policy,
    NODE_UNIT_TAGS: `${DRILL_TAG}=${name}`,
    NODE_UNIT_ONLY_NAMES: name,
  };
}
