import { existsSync } from 'node:fs';

import { SETPRIV_PATHS } from './dropPrivileges.js';

/** The program `setpriv` of this machine; undefined where there is none. */
export function findSetpriv(): string | undefined {
  return SETPRIV_PATHS.find((path) => existsSync(path));
}
