import type { KeyPair } from '@node-unit/credentials';
import { deploymentStoreOf, operationsStoreOf } from '@node-unit/deployment-service';
import { connectTerminal } from '@node-unit/protocol';

import { Operator, type OperatorParts } from './Operator.js';

/**
 * Which host to connect to, and as whom.
 *
 * @public
 */
export interface OperatorOptions {
  /** A ws:// or wss:// URL. */
  readonly hostUrl: string;
  readonly hostToken?: string | (() => string) | undefined;
  /** Without it, nothing can be changed. It signs requests and is sent to nobody. */
  readonly operatorKey?: KeyPair | undefined;
  /** Name of the terminal. */
  readonly name: string;
  readonly tokenAdvice?: OperatorParts['tokenAdvice'];
}

/**
 * Connects an operator to a host. Returns immediately and connects in the background.
 *
 * @remarks
 * Every connection has a key of its own, so that one operator may have several.
 *
 * @throws ProtocolError `INVALID_HOST_URL`
 *
 * @public
 */
export function connectOperator({ hostUrl, hostToken, operatorKey, name, tokenAdvice }: OperatorOptions): Operator {
  const terminal = connectTerminal({ hostUrl, name, ...(hostToken !== undefined && { hostToken }) });
  return new Operator({
    terminal,
    deployments: deploymentStoreOf(terminal),
    operations: operationsStoreOf(terminal, { operatorKey }),
    ...(tokenAdvice && { tokenAdvice }),
  });
}
