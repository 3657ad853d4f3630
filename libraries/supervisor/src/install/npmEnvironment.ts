import { type Environment, inheritedEnvironment } from '../run/inheritedEnvironment.js';

const PROXY_NAMES: ReadonlySet<string> = new Set(['http_proxy', 'https_proxy', 'no_proxy', 'all_proxy']);
const NPM_PREFIX = 'npm_config_';
const SECRET = /auth|password|token|secret|_key$|otp/;
/** Settings of another npm run, which the agent may itself have been started by: they say where and how *that* works. */
const FOREIGN =
  /^(local_prefix|prefix|global|global_prefix|location|workspaces?|include_workspace_root|dry_run|save.*|omit|include|only|production|package_lock.*|json|loglevel)$/;

/**
 * What npm gets of the agent's environment: what every process gets, the proxies, and npm's own settings except secrets.
 * A package's install script sees all of it; credentials of a registry belong into `~/.npmrc`.
 */
export function npmEnvironment(agentEnv: Environment, nodeFolder: string): Record<string, string> {
  const inherited = inheritedEnvironment(agentEnv);
  const passed = Object.entries(agentEnv).flatMap(([name, value]) =>
    value !== undefined && isForNpm(name.toLowerCase()) ? [[name, value] as const] : [],
  );
  return { ...Object.fromEntries(passed), ...inherited, PATH: `${nodeFolder}:${inherited['PATH'] ?? ''}` };
}

function isForNpm(name: string): boolean {
  if (PROXY_NAMES.has(name)) return true;
  if (!name.startsWith(NPM_PREFIX)) return false;
  const setting = name.slice(NPM_PREFIX.length).replaceAll('-', '_');
  return !SECRET.test(setting) && !FOREIGN.test(setting);
}

/** Files and folders that are npm's own, which a user needs for itself. */
const PRIVATE_SETTING = /^npm_config_(userconfig|cache|tmp|init_module|logs_dir)$/;
const PERSONAL: ReadonlySet<string> = new Set(['USER', 'LOGNAME', 'SHELL']);

/** The same environment for a user with a home and a temporary folder of its own. */
export function npmEnvironmentFor(
  env: Readonly<Record<string, string>>,
  home: string,
  temporary = home,
): Record<string, string> {
  const kept = Object.entries(env).filter(([name]) => !PRIVATE_SETTING.test(settingName(name)) && !PERSONAL.has(name));
  return {
    ...Object.fromEntries(kept),
    HOME: home,
    TMPDIR: temporary,
    npm_config_userconfig: `${home}/.npmrc`,
    npm_config_cache: `${home}/.npm`,
  };
}

/** What the environment says of one of npm's settings. */
export function configuredFile(env: Readonly<Record<string, string>>, setting: string): string | undefined {
  return Object.entries(env).find(([name]) => settingName(name) === `npm_config_${setting}`)?.[1];
}

function settingName(name: string): string {
  return name.toLowerCase().replaceAll('-', '_');
}
