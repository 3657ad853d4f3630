/**
 * What an operator of a cluster sees and does, as one typed client: for command lines, pages and programs, in Node.js and
 * in browsers.
 *
 * @packageDocumentation
 */
export { connectOperator, type OperatorOptions } from './connectOperator.js';
export { Operator, type OperatorParts } from './Operator.js';
export { OperatorError, type OperatorErrorCode } from './OperatorError.js';
export type {
  ClusterPicture,
  DeploymentPhase,
  DeploymentPicture,
  EventPicture,
  NodeUnitPicture,
  OperatorConnection,
  TablesState,
} from './picture/ClusterPicture.js';
export { findDeployments, findNodeUnit } from './picture/find.js';
export type { LogEntry, LogRequest, LogSource } from './logs/readLogs.js';
export { logSourcesOf } from './logs/logSourcesOf.js';
export type { ActionStep } from './actions/ActionStep.js';
export type { DrainRequest } from './actions/drain.js';
export type { RebalanceRequest } from './actions/rebalance.js';
export type { RollOutRequest } from './actions/rollOut.js';
export type { Finding } from './checkUp/diagnose.js';
export type { Silence } from './nodes/findSilent.js';
export type { Move } from './nodes/proposeMoves.js';
export type { Answer } from './why/Answer.js';
export { compareAnswers, type Comparison } from './why/compareAnswers.js';
export type { Why } from './why/askWhy.js';
export { reasonOf } from './why/reasonOf.js';
export { ageOf } from './text/ageOf.js';
export { cellOf, harmless, harmlessLine } from './text/harmless.js';
