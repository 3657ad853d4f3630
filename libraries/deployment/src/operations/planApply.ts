import type { Deployment } from '../Deployment.js';
import { type DeploymentRow, toDeploymentRow } from '../DeploymentRow.js';
import type { DeploymentSpec } from './DeploymentSpec.js';
import type { DeploymentDifference, FieldChange } from './Operation.js';

/**
 * The columns that operators write.
 *
 * @public
 */
export type SpecColumns = Partial<Omit<DeploymentRow, 'id' | 'address' | 'created_at' | 'updated_at' | 'claim_epoch'>>;

/**
 * The writes that bring the table to what was asked for, and what they mean.
 *
 * @public
 */
export interface RowWrites {
  readonly inserts: readonly SpecColumns[];
  readonly updates: readonly { readonly id: string; readonly columns: SpecColumns }[];
  /** A copy of the row with this ID, under another replica number. */
  readonly copies: readonly { readonly ofId: string; readonly replica: number }[];
  readonly removes: readonly string[];
  /** Of the inserts without their IDs. */
  readonly differences: readonly DeploymentDifference[];
}

/**
 * Plans what applying a spec does to the deployments of its name. Pure.
 *
 * @param existing - The deployments of that name.
 *
 * @public
 */
export function planApply(existing: readonly Deployment[], spec: DeploymentSpec): RowWrites {
  const { replicas = Math.max(1, existing.length), ...fields } = spec;
  const columns = columnsOf(fields);
  const kept = inOrder(existing).slice(0, replicas);
  const removed = inOrder(existing).slice(replicas);
  const changes = kept.map((deployment) => ({ deployment, changed: changedColumns(deployment, columns) }));
  const added = freeReplicas(kept, replicas - kept.length);
  return {
    inserts: added.map((replica) => ({ package_version: 'latest', ...columns, replica })),
    updates: changes.flatMap(({ deployment, changed }) =>
      changed.length === 0 ? [] : [{ id: deployment.id, columns: pick(columns, changed) }],
    ),
    copies: [],
    removes: removed.map(({ id }) => id),
    differences: [
      ...changes.map(({ deployment, changed }) =>
        differenceOf(changed.length === 0 ? 'none' : 'change', deployment, fieldChanges(deployment, columns, changed)),
      ),
      ...added.map((replica) => addition(spec, replica)),
      ...removed.map((deployment) => differenceOf('remove', deployment, [])),
    ],
  };
}

/**
 * Plans how the deployments of one name become so many: new ones are copies of the first; those with the highest numbers go.
 * Pure.
 *
 * @param existing - All deployments of that name, at least one.
 *
 * @public
 */
export function planScale(existing: readonly [Deployment, ...Deployment[]], replicas: number): RowWrites {
  const kept = inOrder(existing).slice(0, replicas);
  const removed = inOrder(existing).slice(replicas);
  const added = freeReplicas(kept, replicas - kept.length);
  const [first] = inOrder(existing) as [Deployment];
  return {
    inserts: [],
    updates: [],
    copies: added.map((replica) => ({ ofId: first.id, replica })),
    removes: removed.map(({ id }) => id),
    differences: [
      ...kept.map((deployment) => differenceOf('none', deployment, [])),
      ...added.map((replica) => ({ ...differenceOf('add', first, []), deploymentId: '', replica })),
      ...removed.map((deployment) => differenceOf('remove', deployment, [])),
    ],
  };
}

function columnsOf({ package: packageName, version, ...others }: Omit<DeploymentSpec, 'replicas'>): SpecColumns {
  const columns = { package_name: packageName, package_version: version, ...others };
  return Object.fromEntries(Object.entries(columns).filter(([, value]) => value !== undefined));
}

function inOrder(deployments: readonly Deployment[]): readonly Deployment[] {
  return [...deployments].sort((a, b) => a.replica - b.replica);
}

/** The lowest numbers that nobody has. */
function freeReplicas(taken: readonly Deployment[], count: number): readonly number[] {
  const numbers = new Set(taken.map(({ replica }) => replica));
  const free: number[] = [];
  for (let replica = 0; free.length < count; replica += 1) if (!numbers.has(replica)) free.push(replica);
  return free;
}

function changedColumns(deployment: Deployment, columns: SpecColumns): readonly (keyof SpecColumns)[] {
  const row = toDeploymentRow(deployment);
  return (Object.keys(columns) as (keyof SpecColumns)[]).filter((name) => {
    const wanted = name === 'health' ? withHealthDefaults(columns.health) : columns[name];
    return canonical(wanted) !== canonical(row[name]);
  });
}

const HEALTH_DEFAULTS = { interval_ms: 10_000, timeout_ms: 2_000, failures: 3, start_grace_ms: 30_000 };

function withHealthDefaults(health: unknown): unknown {
  const given = health as Readonly<Record<string, unknown>>;
  return Object.keys(given).length === 0 ? given : { ...HEALTH_DEFAULTS, ...given };
}

function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, each: unknown) =>
    typeof each === 'object' && each !== null && !Array.isArray(each)
      ? Object.fromEntries(Object.entries(each).sort(([a], [b]) => (a < b ? -1 : 1)))
      : each,
  );
}

function pick(columns: SpecColumns, names: readonly (keyof SpecColumns)[]): SpecColumns {
  return Object.fromEntries(names.map((name) => [name, columns[name]]));
}

function fieldChanges(
  deployment: Deployment,
  columns: SpecColumns,
  names: readonly (keyof SpecColumns)[],
): readonly FieldChange[] {
  const row = toDeploymentRow(deployment);
  return names.flatMap((name) =>
    name === 'env'
      ? envChanges(deployment.env, columns.env as Readonly<Record<string, string>>)
      : [{ field: name, before: textOf(row[name]), after: textOf(columns[name]) }],
  );
}

const SECRET = '(set)';

function envChanges(
  before: Readonly<Record<string, string>>,
  after: Readonly<Record<string, string>>,
): readonly FieldChange[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  return names
    .filter((name) => before[name] !== after[name])
    .map((name) => ({
      field: `env.${name}`,
      before: before[name] === undefined ? '' : SECRET,
      after: after[name] === undefined ? '' : before[name] === undefined ? SECRET : '(changed)',
    }));
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function differenceOf(
  action: DeploymentDifference['action'],
  { id, name, replica }: Deployment,
  fields: readonly FieldChange[],
): DeploymentDifference {
  return { action, deploymentId: id, name, replica, updatedAt: '', fields };
}

function addition(
  { replicas: _replicas, name, version = 'latest', ...fields }: DeploymentSpec,
  replica: number,
): DeploymentDifference {
  const { env = {}, ...others } = { version, ...fields };
  return {
    action: 'add',
    deploymentId: '',
    name,
    replica,
    updatedAt: '',
    fields: [
      ...Object.entries(others).map(([field, value]) => ({ field, before: '', after: textOf(value) })),
      ...envChanges({}, env),
    ],
  };
}
