import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';

type Env = Readonly<Record<string, string | undefined>>;

/**
 * Where an installation keeps its data if no folder is named. The home of root is out of reach for the users that the
 * database and deployments run as, so root's installation is below `/var/lib`.
 */
export function defaultDataFolder(kind: 'up' | 'join', { XDG_DATA_HOME: xdg = '' }: Env, isRoot: boolean): string {
  if (isRoot) return join('/var/lib/node-unit', kind);
  return join(isAbsolute(xdg) ? xdg : join(homedir(), '.local', 'share'), 'node-unit', kind);
}
