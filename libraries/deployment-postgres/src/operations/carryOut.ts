import {
  type Deployment,
  type DeploymentDifference,
  DeploymentStoreError,
  type Operation,
  type OperationResult,
  parseDeploymentRow,
  planApply,
  planScale,
  type RowWrites,
} from '@node-unit/deployment';
import type { ClientBase, QueryConfig } from 'pg';

import {
  copyDeployment,
  deleteDeployments,
  drainNodeUnit,
  enableDeployments,
  forgetNodeUnit,
  giveReason,
  insertDeployment,
  orderHandOver,
  touchDeployments,
  undrainNodeUnit,
  updateDeployment,
} from '../sql/operationTables.js';
import { lockDeployments, lockNamedDeployments, selectDeployments } from '../sql/selectDeployments.js';

type Client = Pick<ClientBase, 'query'>;
type OperationOf<Kind extends Operation['kind']> = Extract<Operation, { readonly kind: Kind }>;

const NOTHING: OperationResult = { differences: [] };

/**
 * Carries out an operation within a transaction.
 *
 * @throws DeploymentStoreError `REFUSED`
 */
export async function carryOut(client: Client, operation: Operation): Promise<OperationResult> {
  await client.query(giveReason(reasonOf(operation)));
  const { differences } = await change(client, operation);
  const written = differences.filter(({ action }) => action === 'add' || action === 'change');
  const rows = await read(client, selectDeployments(written.flatMap(({ deploymentId }) => deploymentId || [])));
  const times = new Map(rows.map(({ id, updatedAt }) => [id, updatedAt]));
  return { differences: differences.map((each) => ({ ...each, updatedAt: times.get(each.deploymentId) ?? '' })) };
}

async function change(client: Client, operation: Operation): Promise<OperationResult> {
  switch (operation.kind) {
    case 'apply':
      return apply(client, operation);
    case 'scale':
      return scale(client, operation);
    case 'drain':
    case 'undrain':
      return drain(client, operation);
    case 'forget':
      await client.query(forgetNodeUnit(operation.address));
      return NOTHING;
    case 'handOver':
      return handOver(client, operation);
    default:
      return changeRows(client, operation);
  }
}

function reasonOf(operation: Operation): string {
  switch (operation.kind) {
    case 'restart':
      return operation.reason || 'an operator asked for a restart';
    case 'setVersion':
      return 'an operator rolls out another version';
    case 'undoVersion':
      return 'an operator undoes the last change of the version';
    default:
      return '';
  }
}

async function apply(client: Client, { specs, dryRun }: OperationOf<'apply'>): Promise<OperationResult> {
  const existing = await read(client, lockNamedDeployments(specs.map(({ name }) => name)));
  const plans = specs.map((spec) =>
    planApply(
      existing.filter(({ name }) => name === spec.name),
      spec,
    ),
  );
  if (dryRun) return { differences: plans.flatMap(({ differences }) => differences) };
  const differences: DeploymentDifference[] = [];
  for (const plan of plans) differences.push(...(await write(client, plan)));
  return { differences };
}

async function scale(client: Client, { name, replicas }: OperationOf<'scale'>): Promise<OperationResult> {
  const [first, ...others] = await read(client, lockNamedDeployments([name]));
  if (!first) throw refusal(`no deployment has the name ${JSON.stringify(name)}`);
  if (first.type === 'daemon') throw refusal(`${name} is a daemon: it runs on every node-unit and has no replicas`);
  return { differences: await write(client, planScale([first, ...others], replicas)) };
}

async function write(client: Client, plan: RowWrites): Promise<readonly DeploymentDifference[]> {
  const ids: string[] = [];
  const add = async (statement: QueryConfig): Promise<void> => {
    const { rows } = await client.query<{ id: string }>(statement);
    ids.push(...rows.map(({ id }) => id));
  };
  for (const columns of plan.inserts) await add(insertDeployment(columns));
  for (const { ofId, replica } of plan.copies) await add(copyDeployment(ofId, replica));
  for (const { id, columns } of plan.updates) await client.query(updateDeployment(id, columns));
  if (plan.removes.length > 0) await client.query(deleteDeployments(plan.removes));
  return plan.differences.map((difference) =>
    difference.action === 'add' ? { ...difference, deploymentId: ids.shift() ?? '' } : difference,
  );
}

async function drain(client: Client, operation: OperationOf<'drain' | 'undrain'>): Promise<OperationResult> {
  const { address } = operation;
  await client.query(operation.kind === 'drain' ? drainNodeUnit(address, operation.reason) : undrainNodeUnit(address));
  return NOTHING;
}

async function handOver(client: Client, operation: OperationOf<'handOver'>): Promise<OperationResult> {
  const { deploymentId, address, reason } = operation;
  const { rowCount } = await client.query(orderHandOver(deploymentId, address, reason));
  if (rowCount === 0) throw refusal(`${address} does not hold an enabled deployment ${deploymentId}`);
  return NOTHING;
}

type RowOperation = OperationOf<'setVersion' | 'undoVersion' | 'restart' | 'setEnabled' | 'remove'>;

async function changeRows(client: Client, operation: RowOperation): Promise<OperationResult> {
  const ids = 'deploymentIds' in operation ? operation.deploymentIds : [operation.deploymentId];
  const deployments = await read(client, lockDeployments(ids));
  const missing = ids.find((id) => !deployments.some((deployment) => deployment.id === id));
  if (missing !== undefined) throw refusal(`there is no deployment ${missing}`);
  const [first] = deployments as [Deployment];
  await client.query(statementOf(operation, first));
  return { differences: deployments.map((deployment) => differenceOf(operation, deployment)) };
}

function statementOf(operation: RowOperation, first: Deployment): QueryConfig {
  switch (operation.kind) {
    case 'setVersion':
      return updateDeployment(first.id, { package_version: operation.version });
    case 'undoVersion':
      if (first.previousVersion === '') throw refusal(`${first.id} has never had another version`);
      return updateDeployment(first.id, { package_version: first.previousVersion });
    case 'restart':
      return touchDeployments(operation.deploymentIds);
    case 'setEnabled':
      return enableDeployments(operation.deploymentIds, operation.enabled);
    case 'remove':
      return deleteDeployments(operation.deploymentIds);
  }
}

function differenceOf(operation: RowOperation, deployment: Deployment): DeploymentDifference {
  const { id: deploymentId, name, replica, enabled, packageVersion, previousVersion } = deployment;
  const of = (action: DeploymentDifference['action'], field?: string, before?: unknown, after?: unknown) => ({
    action: field !== undefined && before === after ? 'none' : action,
    deploymentId,
    name,
    replica,
    updatedAt: '',
    fields: field === undefined || before === after ? [] : [{ field, before: String(before), after: String(after) }],
  });
  switch (operation.kind) {
    case 'setVersion':
      return of('change', 'package_version', packageVersion, operation.version);
    case 'undoVersion':
      return of('change', 'package_version', packageVersion, previousVersion);
    case 'setEnabled':
      return of('change', 'enabled', enabled, operation.enabled);
    case 'remove':
      return of('remove');
    case 'restart':
      return of('change');
  }
}

async function read(client: Client, statement: QueryConfig): Promise<readonly Deployment[]> {
  const { rows } = await client.query<Record<string, unknown>>(statement);
  return rows.map((row) => {
    const parsed = parseDeploymentRow(row);
    if (parsed.kind === 'deployment') return parsed.deployment;
    throw refusal(`the row ${parsed.id} cannot be read: ${parsed.reason}`);
  });
}

function refusal(message: string): DeploymentStoreError {
  return new DeploymentStoreError('REFUSED', message);
}
