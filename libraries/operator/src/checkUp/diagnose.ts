import type { ClusterPicture } from '../picture/ClusterPicture.js';
import type { Inspection } from './inspectNodeUnits.js';

/**
 * One thing that a check of the cluster has found.
 *
 * @public
 */
export interface Finding {
  readonly kind: 'ok' | 'warning' | 'fault';
  /** What was checked: `host`, `storage`, `clocks`, `versions`, `policies`, `disk`, … */
  readonly check: string;
  /** What is found and what to do, in one or two sentences. */
  readonly text: string;
}

/** What a check of the cluster judges. */
export interface CheckUpFacts {
  readonly picture: ClusterPicture;
  readonly inspections: readonly Inspection[];
  /** Terminals of which a second process with the same key was refused lately, by terminal ID. */
  readonly doubles: readonly { readonly terminalId: string; readonly count: number; readonly secondsAgo: number }[];
  readonly storages: number;
}

const MOST_APART_MS = 2_000;
const LEAST_FREE_BYTES = 200 * 1_024 * 1_024;
const LEAST_FREE_SHARE = 0.05;

/** Judges what was found. Pure. */
export function diagnose(facts: CheckUpFacts): readonly Finding[] {
  return [
    ...storageFindings(facts),
    ...identityFindings(facts),
    ...silenceFindings(facts),
    ...clockFindings(facts),
    ...mixFindings(facts),
    ...replicaFindings(facts),
    ...diskFindings(facts),
    ...deploymentFindings(facts),
  ];
}

function storageFindings({ picture, storages }: CheckUpFacts): readonly Finding[] {
  const { tables } = picture;
  if (storages === 0) {
    const text = 'no storage is on this host: start node-unit-postgres-storage with the HOST_URL of this host';
    return [{ kind: 'fault', check: 'storage', text }];
  }
  if (tables.state !== 'current') {
    return [{ kind: 'fault', check: 'database', text: `the storage cannot use the database: ${tables.reason}` }];
  }
  return [
    { kind: 'ok', check: 'storage', text: `${storages} online` },
    { kind: 'ok', check: 'database', text: `${picture.deployments.length} deployments are read` },
    ...[...picture.invalid].map(([id, reason]): Finding => ({
      kind: 'fault',
      check: 'table',
      text: `the row ${id} cannot be read, so nothing is done with it: ${reason}`,
    })),
  ];
}

function identityFindings({ doubles, picture }: CheckUpFacts): readonly Finding[] {
  const nameOf = (terminalId: string): string =>
    picture.nodeUnits.find(({ address }) => address === terminalId)?.name ?? terminalId;
  if (doubles.length === 0) return [{ kind: 'ok', check: 'identities', text: 'every process has one of its own' }];
  return doubles.map(({ terminalId, count, secondsAgo }) => ({
    kind: 'fault',
    check: 'identities',
    text: `a second process has tried to connect with the identity of ${nameOf(terminalId)} (${count} times, last ${secondsAgo} s ago) and was refused: give each machine a NODE_UNIT_NAME and NODE_UNIT_PASSWORD (or key) of its own`,
  }));
}

function silenceFindings({ inspections }: CheckUpFacts): readonly Finding[] {
  const silent = inspections.flatMap((each) => (each.kind === 'silent' ? [each] : []));
  if (inspections.length === 0) {
    const text = 'none is online: start one with unitctl join, or see why it does not connect in its log';
    return [{ kind: 'fault', check: 'node-units', text }];
  }
  return [
    { kind: 'ok', check: 'node-units', text: `${inspections.length - silent.length} of ${inspections.length} answer` },
    ...silent.map(({ name, reason }): Finding => ({
      kind: 'fault',
      check: 'node-units',
      text: `${name} does not answer (${reason}): it hangs, or is of an earlier version; see its log, and restart it`,
    })),
  ];
}

function clockFindings({ inspections }: CheckUpFacts): readonly Finding[] {
  const off = inspections.flatMap((each) =>
    each.kind === 'answered' && Math.abs(each.clockAheadMs) > MOST_APART_MS ? [each] : [],
  );
  if (off.length === 0) return [{ kind: 'ok', check: 'clocks', text: 'no two are more than 2 s apart' }];
  return off.map(({ name, clockAheadMs }) => {
    const seconds = Math.round(Math.abs(clockAheadMs) / 1_000);
    const way = clockAheadMs > 0 ? 'ahead of' : 'behind';
    return {
      kind: 'warning',
      check: 'clocks',
      text: `the clock of ${name} is ${seconds} s ${way} this one: run NTP there`,
    };
  });
}

function mixFindings({ picture }: CheckUpFacts): readonly Finding[] {
  const online = picture.nodeUnits.filter((each) => each.online);
  const policies = groups(
    online.filter((each) => each.claiming),
    ({ policy }) => policy,
  );
  const versions = groups(online, ({ version }) => version || 'unknown');
  return [
    mix(
      'policies',
      policies,
      'use the same NODE_UNIT_CLAIM_POLICY everywhere, or they claim by different rules',
      'fault',
    ),
    mix('versions', versions, 'upgrade the older ones: drain, upgrade, undrain', 'warning'),
  ];
}

function mix(
  check: string,
  found: ReadonlyMap<string, readonly string[]>,
  advice: string,
  kind: Finding['kind'],
): Finding {
  if (found.size < 2) return { kind: 'ok', check, text: [...found.keys()][0] ?? 'none' };
  const text = [...found].map(([value, names]) => `${names.join(', ')}: ${value}`).join('; ');
  return { kind, check, text: `${text}. ${advice[0]?.toUpperCase() ?? ''}${advice.slice(1)}.` };
}

function groups<Item extends { readonly name: string }>(
  items: readonly Item[],
  keyOf: (item: Item) => string,
): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const item of items) found.set(keyOf(item), [...(found.get(keyOf(item)) ?? []), item.name]);
  return found;
}

function replicaFindings({ inspections, picture }: CheckUpFacts): readonly Finding[] {
  const known = picture.deployments.length;
  const wrong = inspections.flatMap((each) =>
    each.kind === 'answered' && (each.replica.state !== 'current' || each.replica.deployments !== known) ? [each] : [],
  );
  if (wrong.length === 0) return [{ kind: 'ok', check: 'replicas', text: 'every node-unit knows the table' }];
  return wrong.map(({ name, replica }) => ({
    kind: 'warning',
    check: 'replicas',
    text: `${name} knows ${replica.deployments} of ${known} deployments (${replica.state}): if that lasts, its connection to the storage or database is broken; see its log`,
  }));
}

function diskFindings({ inspections }: CheckUpFacts): readonly Finding[] {
  const findings = inspections.flatMap((each): readonly Finding[] => {
    if (each.kind === 'silent') return [];
    const { workspace, name } = each;
    if ('fault' in workspace) {
      return [{ kind: 'fault', check: 'disk', text: `the workspace of ${name} cannot be read: ${workspace.fault}` }];
    }
    const { free_bytes: free, total_bytes: total } = workspace;
    if (free >= LEAST_FREE_BYTES && free >= total * LEAST_FREE_SHARE) return [];
    const text = `the disk of the workspace of ${name} is nearly full: ${Math.round(free / 1_048_576)} MB of ${Math.round(total / 1_048_576)} MB are free. Make room, or lower NODE_UNIT_LOG_BUDGET_BYTES and NODE_UNIT_PACKAGES_KEPT.`;
    return [{ kind: free < LEAST_FREE_BYTES / 4 ? 'fault' : 'warning', check: 'disk', text }];
  });
  return findings.length > 0 ? findings : [{ kind: 'ok', check: 'disk', text: 'every workspace has room' }];
}

function deploymentFindings({ picture }: CheckUpFacts): readonly Finding[] {
  const bad = new Set(['unassigned', 'lost', 'crash_looping', 'update_failed', 'refused']);
  const affected = picture.deployments.filter(({ phase }) => bad.has(phase));
  if (affected.length === 0) return [{ kind: 'ok', check: 'deployments', text: 'none is stuck' }];
  return affected.slice(0, 20).map(({ label, phase, reason }) => ({
    kind: 'warning',
    check: 'deployments',
    text: `${label} is ${phase}${reason === '' ? '' : `: ${reason}`} (unitctl why ${label})`,
  }));
}
