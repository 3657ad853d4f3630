/** Make every program load code before its own. */
const LOADERS = /^(LD_(PRELOAD|AUDIT|LIBRARY_PATH)|DYLD_.*|GCONV_PATH|NODE_PATH|NODE_REPL_EXTERNAL_MODULE)$/;
/** A shell that runs a script executes what these name; nothing else reads them. */
const SHELL_LOADERS = /^(ENV|BASH_ENV|BASH_FUNC_.*)$/;
const HARMLESS_NODE_OPTION =
  /^--(max-(old-space|semi-space|http-header)-size=\d+|stack-trace-limit=\d+|enable-source-maps|unhandled-rejections=[a-z-]+|trace-(warnings|deprecation|uncaught|exit)|no-(warnings|deprecation)|dns-result-order=[a-z0-9]+|use-(openssl|bundled|system)-ca)$/;

/**
 * Why the variables of a deployment would make its process run code other than its package, which is what is trusted.
 * Options of `NODE_OPTIONS` that only set sizes, warnings and the like are no fault.
 */
export function foreignCodeFault(
  own: Readonly<Record<string, string>>,
  { isRunByShell }: { readonly isRunByShell: boolean },
): string | undefined {
  for (const [name, value] of Object.entries(own)) {
    const isLoader = LOADERS.test(name) || (isRunByShell && SHELL_LOADERS.test(name));
    const option = name === 'NODE_OPTIONS' ? foreignOption(value) : undefined;
    const what = option === undefined ? name : `${option} in NODE_OPTIONS`;
    if (isLoader || option !== undefined) return `${what} ${MEANING}`;
  }
  return undefined;
}

const MEANING =
  'can make the process run code other than its package. Remove it from env, or allow such code with ' +
  'ENABLE_CUSTOM_COMMAND=true on the node-unit.';

function foreignOption(value: string): string | undefined {
  const options = value.split(/\s+/).filter((option) => option !== '');
  return options.find((option) => !HARMLESS_NODE_OPTION.test(option))?.replace(/=.*$/, '');
}
