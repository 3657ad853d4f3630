import { randomUUID } from 'node:crypto';
import { homedir, hostname } from 'node:os';
import { join, resolve } from 'node:path';

import { deriveKeyPair, type KeyPair } from '@node-unit/protocol';

import type { NodeUnitConfig } from './environment.js';

/** The identity of this node-unit and its workspace. */
export interface Identity {
  readonly name: string;
  readonly keyPair: KeyPair;
  readonly workspaceDir: string;
}

/** The configured identity. Without a password or key, a new one is generated at every start. */
export function identityOf(config: NodeUnitConfig): Identity {
  const name = config.NODE_UNIT_NAME ?? hostname();
  return {
    name,
    keyPair: config.NODE_UNIT_PRIVATE_KEY ?? deriveKeyPair(name, config.NODE_UNIT_PASSWORD ?? randomUUID()),
    workspaceDir: resolve(config.NODE_UNIT_WORKSPACE_DIR ?? join(defaultParent(), encodeURIComponent(name))),
  };
}

/** The home of root is not accessible to the users that deployments run as; other users need not have one. */
function defaultParent(): string {
  if (process.getuid?.() === 0) return '/var/lib/node-unit';
  return join(userHome() ?? '/var/lib', '.node-unit');
}

/** Undefined for a user that the machine does not know. */
function userHome(): string | undefined {
  try {
    return homedir();
  } catch {
    return undefined;
  }
}
