import { tokenAdvice } from '@node-unit/app-runtime';
import { AppError } from '@node-unit/app-runtime/AppError';
import { EXIT } from '@node-unit/app-runtime/exitCodes';
import { connectOperator, Operator, OperatorError } from '@node-unit/operator';

import { chosenConnection } from '../context/chosenConnection.js';
import type { Connection } from '../context/resolveConnection.js';

/** What every verb that talks to a cluster takes. */
export interface SessionOptions {
  readonly context?: string;
}

/**
 * Works with the chosen cluster, and disconnects.
 *
 * @throws AppError that says what to do
 */
export async function withOperator<Result>(
  { context }: SessionOptions,
  work: (operator: Operator, connection: Connection) => Promise<Result>,
): Promise<Result> {
  const connection = chosenConnection(context);
  const { operator, close } = await open(connection);
  try {
    return await work(operator, connection);
  } catch (error) {
    throw error instanceof OperatorError ? toAppError(error) : error;
  } finally {
    await close();
  }
}

interface Opened {
  readonly operator: Operator;
  readonly close: () => Promise<void>;
}

async function open(connection: Connection): Promise<Opened> {
  if (connection.kind === 'postgres') return openTables(connection.uri);
  const { hostUrl, hostToken, operatorKey } = connection;
  const advice = (reason: string) => tokenAdvice(reason, { hostUrl, ...(hostToken !== undefined && { hostToken }) });
  const operator = connectOperator({
    hostUrl,
    hostToken,
    operatorKey,
    name: '@node-unit/unitctl',
    tokenAdvice: advice,
  });
  return { operator, close: () => operator.dispose() };
}

/** Loaded only where it is needed. */
async function openTables(uri: string): Promise<Opened> {
  const { openPostgresDeploymentStore, openPostgresOperations, PostgresListener } =
    await import('@node-unit/deployment-postgres');
  const listener = new PostgresListener(uri);
  const deployments = openPostgresDeploymentStore({ uri, listener });
  const operations = openPostgresOperations(uri, listener);
  const close = async (): Promise<void> => void (await Promise.all([deployments.close(), operations.close()]));
  return { operator: new Operator({ deployments, operations, terminal: undefined }), close };
}

function toAppError(error: OperatorError): AppError {
  const { message } = error;
  if (error.code === 'NOT_REACHABLE') return new AppError(EXIT.unreachable, message, { cause: error });
  if (error.code !== 'FORBIDDEN') return new AppError(EXIT.failed, message, { cause: error });
  const advice = 'make a key with "unitctl key create <file>", and name it by OPERATOR_KEY_FILE or in the context';
  return new AppError(EXIT.failed, `${message} (${advice})`, { cause: error });
}
