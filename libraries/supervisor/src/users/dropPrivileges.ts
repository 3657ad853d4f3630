import type { ProcessUser } from './ProcessUser.js';

/** Where util-linux puts it. Found by its path because it runs with the agent's privileges. */
export const SETPRIV_PATHS: readonly string[] = ['/usr/bin/setpriv', '/bin/setpriv', '/usr/sbin/setpriv'];

/**
 * What stands before a command so that it runs as a user: without supplementary groups, capabilities, and a way to
 * gain new privileges. No word contains a space.
 */
export function dropPrivileges({ uid, gid }: Pick<ProcessUser, 'uid' | 'gid'>, setpriv: string): readonly string[] {
  return [
    setpriv,
    `--reuid=${uid}`,
    `--regid=${gid}`,
    '--clear-groups',
    '--no-new-privs',
    '--ambient-caps=-all',
    '--inh-caps=-all',
  ];
}
