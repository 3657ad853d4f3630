import type { NodeUnit } from '@node-unit/fleet';
import { type ClusterPicture, distribution, wantedDeployments } from '@node-unit/local-cluster';
import chalk from 'chalk';

import { fitTable } from './fitTable.js';

const LEAST_ROWS = 3;
/** The frame and the head of the table, the line that counts the rest, and room for lines that wrap. */
const LINES_AROUND_ROWS = 8;

/** A node-unit that was started here. */
export interface StartedNodeUnit {
  readonly name: string;
  readonly address: string;
  readonly pid: number;
  /** Claims that it has logged since the view started. */
  readonly claims: number;
}

/** What the view shows. */
export interface ViewModel {
  readonly picture: ClusterPicture;
  readonly started: readonly StartedNodeUnit[];
  /** The newest last. */
  readonly recent: readonly string[];
  readonly hostUrl: string;
  /** Holds what a terminal must know to join. */
  readonly tokenFile: string;
  readonly logFolder: string;
  /** How many lines of the terminal there are. */
  readonly height: number;
  /** How many characters a line of it has. */
  readonly width: number;
}

/** The screen, as text. Pure. */
export function renderPicture(model: ViewModel): string {
  const { picture, started, recent, hostUrl, tokenFile, logFolder } = model;
  const above = [chalk.bold(`node-unit playground   host ${hostUrl}`), nodeTable(model)];
  const below = [
    ...recent.slice(-8).map((line) => chalk.dim(line)),
    '',
    howToKill(picture, started),
    `Logs of the deployments: ${logFolder}`,
    `Why is a deployment not claimed?  HOST_TOKEN=$(cat ${tokenFile}) npm run -s why -- <deployment> --host-url ${hostUrl}`,
    'Ctrl-C stops everything and leaves nothing behind.',
  ];
  const linesLeft = model.height - [...above, ...below].join('\n').split('\n').length;
  return [...above, deploymentTable(model, linesLeft), ...below].join('\n');
}

function nodeTable({ picture, started, width }: ViewModel): string {
  const counts = distribution(picture);
  const rows = started.map(({ name, address, pid, claims }) => {
    const online = picture.nodeUnits.find((nodeUnit) => nodeUnit.address === address);
    return [
      name,
      pid,
      online ? chalk.green('online') : chalk.red('gone'),
      online?.tags['node_unit_claim_policy'] ?? '',
      counts.get(address) ?? 0,
      claims,
      ...usageCells(online),
    ];
  });
  return fitTable(
    ['node-unit', 'process', 'state', 'policy', 'deployments', 'new claims', 'CPU', 'memory'],
    rows,
    width,
  );
}

function usageCells(nodeUnit: NodeUnit | undefined): readonly string[] {
  const usage = nodeUnit?.resourceUsage;
  return usage ? [`${usage.cpuPercent.toFixed(0)} %`, `${usage.memoryMb.toFixed(0)} MB`] : ['', ''];
}

function deploymentTable({ picture, width }: ViewModel, linesLeft: number): string {
  const nameOf = new Map(picture.nodeUnits.map(({ address, name }) => [address, name]));
  const wanted = wantedDeployments(picture);
  const shown = Math.max(LEAST_ROWS, linesLeft - LINES_AROUND_ROWS);
  const rows = wanted.slice(0, shown).map(({ id, packageName, address, claimEpoch }) => {
    const name = address === '' ? chalk.yellow('unassigned') : (nameOf.get(address) ?? chalk.red('lost'));
    const process = picture.processes.get(`${nameOf.get(address)} ${id}`);
    return [id.slice(0, 8), packageName, name, process?.pid ?? chalk.yellow('…'), claimEpoch];
  });
  const table = fitTable(['deployment', 'package', 'on', 'process', 'epoch'], rows, width);
  const hidden = wanted.length - shown;
  return hidden > 0 ? `${table}\n… and ${hidden} more` : table;
}

function howToKill({ nodeUnits }: ClusterPicture, started: readonly StartedNodeUnit[]): string {
  const alive = started.filter(({ address }) => nodeUnits.some((nodeUnit) => nodeUnit.address === address));
  const victim = alive[0];
  if (!victim || alive.length < 2) return 'Only one node-unit is left: no other could take over its deployments.';
  return (
    `Lose a machine:  ${chalk.bold(`kill -9 ${victim.pid}`)}\n` +
    `Its processes die with it; the others release and claim its deployments.`
  );
}
