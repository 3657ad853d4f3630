/**
 * The Deployment model, the `DeploymentStore` port through which programs access the deployment table,
 * and a store in memory for tests and simulations.
 *
 * @packageDocumentation
 */
export { type Constraints, isNodeTagName, type TagConstraint } from './Constraints.js';
export type { Deployment, DeploymentType, RestartPolicy } from './Deployment.js';
export type { DeploymentChange, InvalidDeployment } from './DeploymentChange.js';
export type { DeploymentReplica, ReplicatedRows } from './DeploymentReplica.js';
export { applyDeploymentChange } from './DeploymentReplica.js';
export type { AddressWrite, ClaimResult, DeploymentStore, ReleaseResult } from './DeploymentStore.js';
export { DeploymentStoreError, type DeploymentStoreErrorCode } from './DeploymentStoreError.js';
export { InMemoryDeploymentStore } from './InMemoryDeploymentStore.js';
export { type DeploymentRow, toDeploymentRow } from './DeploymentRow.js';
export { watchReplica } from './watchReplica.js';
export { haveSameRows, onlyRows, type RowSelection, selectRows } from './selectRows.js';
export { keepWatching } from './keepWatching.js';
export { parseDeploymentRow, type ParsedDeploymentRow } from './parseDeploymentRow.js';
export { leaseEndMs, releaseWaitMs } from './exclusivity.js';
export type { DeploymentState, DeploymentStatus, StatusReport, StoredDeploymentStatus } from './DeploymentStatus.js';
export type { HealthCheck, HealthProbe } from './HealthCheck.js';
export { type DeploymentStatusRow, parseStatusRow, toStatusRow } from './parseStatusRow.js';
export { type DeploymentEvent, type DeploymentEventKind, type EventQuery } from './operations/DeploymentEvent.js';
export { type DeploymentSpec, parseDeploymentSpecs, type ParsedSpecs } from './operations/DeploymentSpec.js';
export type { KnownNodeUnit, OnlineNodeUnit } from './operations/KnownNodeUnit.js';
export { type HandOverOrder, NO_ORDERS, type NodeUnitOrders } from './operations/NodeUnitOrders.js';
export {
  type DeploymentDifference,
  type FieldChange,
  type Operation,
  type OperationResult,
  parseOperation,
  parseOperationResult,
} from './operations/Operation.js';
export { applyOperationsChange, NO_OPERATIONS, type OperationsReplica } from './operations/OperationsReplica.js';
export type { OperationsChange, OperationsRows, OperationsStore } from './operations/OperationsStore.js';
export { planApply, planScale, type RowWrites, type SpecColumns } from './operations/planApply.js';
export { boundStatus } from './boundStatus.js';
