import { AppError } from '@node-unit/app-runtime/AppError';

import type { Context, Contexts } from './Contexts.js';

const NAME = /^[\w.-]{1,64}$/;

/** Adds a context; the first one becomes the current one. @throws AppError if the name is taken or not usable */
export function addContext(contexts: Contexts, name: string, context: Context): Contexts {
  if (!NAME.test(name)) {
    throw new AppError(2, `${JSON.stringify(name)} is no name for a context: expected letters, digits and . _ -`);
  }
  if (Object.hasOwn(contexts.contexts, name)) {
    throw new AppError(2, `there is a context ${name} already: remove it with "unitctl context rm ${name}"`);
  }
  return { current: contexts.current ?? name, contexts: { ...contexts.contexts, [name]: context } };
}

/** Makes a context the current one. @throws AppError if there is none of that name */
export function useContext(contexts: Contexts, name: string): Contexts {
  requireContext(contexts, name);
  return { ...contexts, current: name };
}

/** Removes a context. If it was the current one, none is. @throws AppError if there is none of that name */
export function removeContext(contexts: Contexts, name: string): Contexts {
  requireContext(contexts, name);
  const others = Object.fromEntries(Object.entries(contexts.contexts).filter(([each]) => each !== name));
  if (contexts.current === name || contexts.current === undefined) return { contexts: others };
  return { current: contexts.current, contexts: others };
}

/** @throws AppError if there is none of that name */
export function requireContext({ contexts }: Contexts, name: string): Context {
  const context = Object.hasOwn(contexts, name) ? contexts[name] : undefined;
  if (context) return context;
  const known = Object.keys(contexts).sort().join(', ') || 'none yet';
  throw new AppError(2, `there is no context ${JSON.stringify(name)}; known: ${known}`);
}
