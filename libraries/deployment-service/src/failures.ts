import { messageOf } from '@node-unit/basics';
import { DeploymentStoreError, type DeploymentStoreErrorCode } from '@node-unit/deployment';
import type { Response } from '@node-unit/protocol';

import { BAD_REQUEST, FORBIDDEN, REFUSED, UNAVAILABLE } from './services.js';

const CODES: Readonly<Record<DeploymentStoreErrorCode, number>> = {
  STORE_UNAVAILABLE: UNAVAILABLE,
  FORBIDDEN,
  REFUSED,
};

/** The response for a failed call to a store. */
export function failureOf(error: unknown): Response {
  const code = error instanceof DeploymentStoreError ? CODES[error.code] : UNAVAILABLE;
  return { code, message: messageOf(error) };
}

/** The error for a response with another code than 0. */
export function storeErrorOf(method: string, { code, message }: Response): DeploymentStoreError {
  if (code === FORBIDDEN) return new DeploymentStoreError('FORBIDDEN', message);
  if (code === REFUSED) return new DeploymentStoreError('REFUSED', message);
  if (code === BAD_REQUEST) return new DeploymentStoreError('REFUSED', `the storage refuses the request: ${message}`);
  return unavailableError(`${method} was answered ${code}: ${message}`);
}

export function unavailableError(reason: string, cause?: unknown): DeploymentStoreError {
  const message = `no storage service completed the request: ${reason}`;
  return new DeploymentStoreError('STORE_UNAVAILABLE', message, { cause });
}
