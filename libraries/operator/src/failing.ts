import { DeploymentStoreError, type DeploymentStoreErrorCode } from '@node-unit/deployment';

import { OperatorError, type OperatorErrorCode } from './OperatorError.js';

const CODES: Readonly<Record<DeploymentStoreErrorCode, OperatorErrorCode>> = {
  STORE_UNAVAILABLE: 'NOT_REACHABLE',
  FORBIDDEN: 'FORBIDDEN',
  REFUSED: 'REFUSED',
};

/** The same, with the errors of an operator. */
export async function failing<Result>(work: Promise<Result>): Promise<Result> {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof DeploymentStoreError)) throw error;
    throw new OperatorError(CODES[error.code], error.message, { cause: error });
  }
}
