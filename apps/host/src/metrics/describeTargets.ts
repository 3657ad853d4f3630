import { isIPv6 } from 'node:net';

import { METRICS_PORT_TAG } from '@node-unit/app-runtime';
import { nodeUnitsOf } from '@node-unit/fleet';
import { servesCluster, type TerminalInfo } from '@node-unit/protocol';

const PROGRAM = /^@node-unit\/([a-z-]{1,40})$/;
const PORT = /^[1-9]\d{0,4}$/;
const MAX_LABEL_LENGTH = 128;

/** One group of the HTTP service discovery of Prometheus. */
export interface MetricsTarget {
  readonly targets: readonly [string];
  readonly labels: Readonly<Record<string, string>>;
}

/** Where a program serves its metrics. */
export interface ServedAt {
  /** IP address, as the system states it. */
  readonly address: string;
  readonly port: number;
}

/** The host itself, as the client that asks reaches it. */
export function describeOwnTarget(served: ServedAt): MetricsTarget {
  const target = targetOf(served);
  return { targets: [target], labels: { instance: target, program: 'host' } };
}

/**
 * The target of a terminal that serves metrics: the port that it states, at the address that it is connected from. Only
 * members of the cluster have one, so that no deployment can have a third party scraped. Pure.
 */
export function describeTarget(terminal: TerminalInfo, remoteAddress: string | undefined): MetricsTarget | undefined {
  const port = portOf(terminal.tags?.[METRICS_PORT_TAG]);
  if (!servesCluster(terminal) || port === undefined || remoteAddress === undefined) return undefined;
  const target = targetOf({ address: remoteAddress, port });
  return { targets: [target], labels: { instance: target, program: programOf(terminal), ...nodeUnitLabels(terminal) } };
}

function programOf({ name = '' }: TerminalInfo): string {
  return PROGRAM.exec(name)?.[1] ?? 'other';
}

function nodeUnitLabels(terminal: TerminalInfo): Readonly<Record<string, string>> {
  const [nodeUnit] = nodeUnitsOf([terminal]);
  if (nodeUnit === undefined) return {};
  const name = nodeUnit.name.slice(0, MAX_LABEL_LENGTH);
  return { instance: name, node_unit_name: name, node_unit_address: nodeUnit.address };
}

function portOf(text: string | undefined): number | undefined {
  const port = text !== undefined && PORT.test(text) ? Number(text) : Number.NaN;
  return port <= 65_535 ? port : undefined;
}

function targetOf({ address, port }: ServedAt): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1] ?? address;
  return isIPv6(mapped) ? `[${mapped}]:${port}` : `${mapped}:${port}`;
}
