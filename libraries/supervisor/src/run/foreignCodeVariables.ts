/** Make programs load foreign code before their own. */
const LOADERS = /^(LD_(PRELOAD|AUDIT|LIBRARY_PATH)|DYLD_.*|NODE_PATH|BASH_ENV|ENV|NODE_REPL_EXTERNAL_MODULE)$/;
const HARMLESS_NODE_OPTION =
  /^--(max-(old-space|semi-space|http-header)-size=\d+|stack-trace-limit=\d+|enable-source-maps|unhandled-rejections=[a-z-]+|trace-(warnings|deprecation|uncaught|exit)|no-(warnings|deprecation)|dns-result-order=[a-z0-9]+|use-(openssl|bundled|system)-ca)$/;

/**
 * The names of those variables of a deployment that would make its process run other code than its package, which
 * is what is trusted. `NODE_OPTIONS` is not among them if it only sets sizes, warnings and the like.
 */
export function foreignCodeVariables(env: Readonly<Record<string, string>>): readonly string[] {
  return Object.entries(env).flatMap(([name, value]) => (loadsForeignCode(name, value) ? [name] : []));
}

function loadsForeignCode(name: string, value: string): boolean {
  if (name !== 'NODE_OPTIONS') return LOADERS.test(name);
  const options = value.split(/\s+/).filter((option) => option !== '');
  return !options.every((option) => HARMLESS_NODE_OPTION.test(option));
}
