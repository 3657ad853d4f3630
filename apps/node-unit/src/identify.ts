import { randomUUID } from 'node:crypto';
import { homedir, hostname } from 'node:os';
import { join, resolve } from 'node:path';

import { AppError } from '@node-unit/app-runtime';
import { deriveKeyPair, type KeyPair, keyPairFromPrivateKey } from '@node-unit/protocol';

import type { NodeUnitConfig } from './environment.js';

/** Who this node-unit is, and where it works. */
export interface Identity {
  readonly name: string;
  readonly keyPair: KeyPair;
  readonly workspaceDir: string;
}

/** @throws AppError if the private key is none */
export function identify(config: NodeUnitConfig): Identity {
  const name = config.NODE_UNIT_NAME ?? hostname();
  return {
    name,
    keyPair: keyPairOf(config, name),
    workspaceDir: resolve(config.NODE_UNIT_WORKSPACE_DIR ?? join(homedir(), '.node-unit', encodeURIComponent(name))),
  };
}

function keyPairOf(config: NodeUnitConfig, name: string): KeyPair {
  if (config.NODE_UNIT_PRIVATE_KEY === undefined) return deriveKeyPair(name, config.NODE_UNIT_PASSWORD ?? randomUUID());
  try {
    return keyPairFromPrivateKey(config.NODE_UNIT_PRIVATE_KEY);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new AppError(2, `NODE_UNIT_PRIVATE_KEY=<secret> is not allowed: ${reason}`, { cause });
  }
}
