/**
 * The `DeploymentStore` over terminals: a program with database access serves it, the others use it through the host.
 *
 * @packageDocumentation
 */
export { deploymentStoreOf, type DeploymentServiceOptions } from './deploymentStoreOf.js';
export { operationsStoreOf, type OperationsServiceOptions } from './operationsStoreOf.js';
export { serveOperations, type ServeOperationsOptions } from './serveOperations.js';
export type { StoreRefusal } from './guard.js';
export { serveDeploymentStore, type ServeDeploymentStoreOptions } from './serveDeploymentStore.js';
export type { Step } from './shareWithSnapshot.js';
export { type TableStep, watchTable } from './watchTable.js';
