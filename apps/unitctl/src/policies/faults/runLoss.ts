import { EXIT } from '@node-unit/app-runtime';
import { type FaultHistory, judgeFaultHistory, lossOf, simulateFaults, type Violation } from '@node-unit/simulation';
import chalk from 'chalk';

import { policyCreator } from '../policyCreator.js';
import { quoted } from '../simulate/simulationOf.js';
import type { SimulatorProcess } from '../simulate/runSimulator.js';
import { renderViolations } from './renderFaults.js';
import type { LossOptions } from './FaultsOptions.js';

/** What has come of a loss. */
interface LossReport {
  readonly policy: string;
  readonly nodes: number;
  readonly deployments: number;
  readonly lost_nodes: number;
  /** What the lost ones held, and how much of it was claimed again. */
  readonly lost_deployments: number;
  readonly claimed: number;
  /** From the loss to the last claim, in virtual ms; null = nothing was lost, or nothing was claimed. */
  readonly claimed_after_ms: number | null;
  readonly rounds: number;
  /** Of the node-units that are left. */
  readonly least_held: number;
  readonly most_held: number;
  readonly violations: readonly Violation[];
  readonly wall_ms: number;
  readonly peak_memory_mb: number;
  readonly replay: string;
}

const TOLD_EVERY_MS = 5_000;
/** What a round of a real node-unit takes for each deployment that waits. */
const ROUND_MS_EACH = 0.002;

/**
 * Simulates a cluster that runs everything, and in which a part of the nodes dies at once. Gives the exit code.
 *
 * @throws AppError if there is no such policy, or if it rejects its settings
 */
export async function runLoss(options: LossOptions, process: SimulatorProcess): Promise<number> {
  const { env, workingDir, stdout, stderr } = process;
  const create = await policyCreator(options.policy, env, workingDir);
  const [startedMs, schedule] = [performance.now(), lossOf({ ...options, share: options.lose })];
  let toldMs = startedMs;
  const history = await simulateFaults(create, schedule, {
    env,
    coalesceMs: Math.max(1, options.deployments * options.lose * ROUND_MS_EACH),
    onLook: ({ virtualMs, rounds, writes }) => {
      if (performance.now() - toldMs < TOLD_EVERY_MS) return;
      toldMs = performance.now();
      stderr(`simulated ${(virtualMs / 1_000).toFixed(1)} s: ${rounds} rounds, ${writes} writes\n`);
    },
  });
  const report = reportOf(options, history, performance.now() - startedMs);
  stdout(`${options.json ? JSON.stringify(report) : renderLoss(report)}\n`);
  return report.violations.length === 0 ? EXIT.ok : EXIT.failed;
}

function reportOf(
  { policy, nodes, deployments, lose, seed }: LossOptions,
  history: FaultHistory,
  wallMs: number,
): LossReport {
  const { faults } = history.schedule;
  const claims = history.writes.filter(({ after }) => after.address !== '');
  const held = Object.values(history.held);
  const [lastMs, lostMs] = [claims.at(-1)?.atMs, faults[0]?.atMs];
  return {
    policy,
    nodes,
    deployments,
    lost_nodes: faults.length,
    lost_deployments: history.writes.length - claims.length,
    claimed: claims.length,
    claimed_after_ms: lastMs === undefined || lostMs === undefined ? null : lastMs - lostMs,
    rounds: history.roundCount,
    least_held: Math.min(...held),
    most_held: Math.max(...held),
    violations: judgeFaultHistory(history),
    wall_ms: Math.round(wallMs),
    peak_memory_mb: Math.round(process.resourceUsage().maxRSS / 1_024),
    replay: `unitctl simulate --policy ${quoted(policy)} --nodes ${nodes} --deployments ${deployments} --lose ${lose} --seed ${seed}`,
  };
}

function renderLoss(report: LossReport): string {
  const { violations, claimed_after_ms: afterMs } = report;
  const last = afterMs === null ? '' : ` the last ${(afterMs / 1_000).toFixed(2)} s after the loss,`;
  return [
    `Policy ${chalk.bold(report.policy)}: ${report.lost_nodes} of ${report.nodes} nodes died at once, with ${report.lost_deployments} of ${report.deployments} deployments.`,
    `${report.claimed} were claimed again,${last} in ${report.rounds} rounds of all node-units.`,
    `Each node-unit that is left holds ${report.least_held} to ${report.most_held}.`,
    `Simulating it took ${(report.wall_ms / 1_000).toFixed(1)} s and ${report.peak_memory_mb} MB.`,
    violations.length === 0 ? chalk.green('Every guarantee held.') : chalk.red('Guarantees did not hold:'),
    ...renderViolations(violations),
    '',
    `Again: ${report.replay}`,
  ].join('\n');
}
