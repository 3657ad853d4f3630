import { type ClusterPicture, distribution, wantedDeployments } from '@node-unit/local-cluster';
import type { NodeUnit } from '@node-unit/scheduler';
import chalk from 'chalk';
import Table from 'cli-table3';

/** A node-unit that was started here. */
export interface StartedNodeUnit {
  readonly name: string;
  readonly address: string;
  readonly pid: number;
  /** Claims that it has logged. */
  readonly claims: number;
}

/** What the view shows. */
export interface ViewModel {
  readonly picture: ClusterPicture;
  readonly started: readonly StartedNodeUnit[];
  /** The newest last. */
  readonly recent: readonly string[];
  readonly hostUrl: string;
  readonly logFolder: string;
  /** How many lines of the terminal there are. */
  readonly height: number;
}

/** The screen, as text. Pure. */
export function renderPicture(model: ViewModel): string {
  const { picture, started, recent, hostUrl, logFolder, height } = model;
  const nodes = nodeTable(picture, started);
  const rowsLeft = Math.max(3, height - started.length * 2 - 22);
  return [
    chalk.bold(`node-unit playground   host ${hostUrl}`),
    nodes,
    deploymentTable(picture, rowsLeft),
    ...recent.slice(-8).map((line) => chalk.dim(line)),
    '',
    howToKill(picture, started),
    `Logs of the deployments: ${logFolder}`,
    'Ctrl-C stops everything and leaves nothing behind.',
  ].join('\n');
}

function nodeTable(picture: ClusterPicture, started: readonly StartedNodeUnit[]): string {
  const counts = distribution(picture);
  const table = new Table({
    head: ['node-unit', 'process', 'state', 'policy', 'deployments', 'claims', 'CPU', 'memory'],
  });
  for (const { name, address, pid, claims } of started) {
    const online = picture.nodeUnits.find((nodeUnit) => nodeUnit.address === address);
    table.push([
      name,
      pid,
      online ? chalk.green('online') : chalk.red('gone'),
      online?.tags['node_unit_claim_policy'] ?? '',
      counts.get(address) ?? 0,
      claims,
      ...usageCells(online),
    ]);
  }
  return table.toString();
}

function usageCells(nodeUnit: NodeUnit | undefined): readonly string[] {
  const usage = nodeUnit?.resourceUsage;
  return usage ? [`${usage.cpuPercent.toFixed(0)} %`, `${usage.memoryMb.toFixed(0)} MB`] : ['', ''];
}

function deploymentTable(picture: ClusterPicture, rowsLeft: number): string {
  const nameOf = new Map(picture.nodeUnits.map(({ address, name }) => [address, name]));
  const table = new Table({ head: ['deployment', 'package', 'on', 'process', 'epoch'] });
  const wanted = wantedDeployments(picture);
  for (const { id, packageName, address, claimEpoch } of wanted.slice(0, rowsLeft)) {
    const name = address === '' ? chalk.yellow('unassigned') : (nameOf.get(address) ?? chalk.red('lost'));
    const process = picture.processes.get(`${nameOf.get(address)} ${id}`);
    table.push([id.slice(0, 8), packageName, name, process?.pid ?? chalk.yellow('…'), claimEpoch]);
  }
  const hidden = wanted.length - rowsLeft;
  return hidden > 0 ? `${table.toString()}\n… and ${hidden} more` : table.toString();
}

function howToKill({ nodeUnits }: ClusterPicture, started: readonly StartedNodeUnit[]): string {
  const alive = started.filter(({ address }) => nodeUnits.some((nodeUnit) => nodeUnit.address === address));
  const victim = alive[0];
  if (!victim || alive.length < 2) return 'Only one node-unit is left: nobody could take over from it.';
  return (
    `Lose a machine:  ${chalk.bold(`kill -9 ${victim.pid}`)}   ` +
    `Its processes die with it; the others release what ${victim.name} held and claim it, one deployment per round.`
  );
}
