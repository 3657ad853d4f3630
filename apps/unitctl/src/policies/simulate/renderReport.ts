import { loadOf, type SimulationResult } from '@node-unit/simulation';
import chalk from 'chalk';
import Table from 'cli-table3';

import { faultsOf, replayOf, type Report } from './Report.js';

/** The colours of the table are not switched off with those of the text. */
const PLAIN = { head: [], border: [], compact: true };

/** A run in words. Pure. */
export function renderReport(report: Report): string {
  const { result, replay } = report;
  const faults = faultsOf(report);
  const verdict =
    faults.length === 0
      ? chalk.green(report.findings ? 'Nothing is wrong with it.' : 'Nothing went wrong; its contract was not checked.')
      : chalk.red(`${faults.length === 1 ? 'One thing is' : `${faults.length} things are`} wrong with it:`);
  return [
    whatWasSimulated(result),
    nodeTable(result),
    convergence(report),
    balance(report),
    '',
    verdict,
    ...faults.flatMap((fault) => {
      const again = replayOf(fault, report);
      const line = `- ${chalk.bold(fault.code)}: ${fault.sentence}`;
      return again === undefined ? [line] : [line, `  Again: ${again}`];
    }),
    '',
    `Again: ${replay}`,
  ].join('\n');
}

function whatWasSimulated({ policy, nodes, deployments, timing, seed }: SimulationResult): string {
  const settings = Object.entries(policy.settings).map(([name, value]) => `${name}=${value}`);
  return (
    `Policy ${[chalk.bold(policy.name), ...settings].join(' ')} on ${nodes.length} nodes, ${deployments} deployments; ` +
    `rounds every ${timing.intervalMs} ms and on events, measured every ${timing.samplingIntervalMs} ms; seed ${seed}.`
  );
}

function nodeTable({ nodes }: SimulationResult): string {
  const table = new Table({
    style: PLAIN,
    head: ['node', 'cores', 'memory', 'deployments', 'CPU', 'memory in use', 'load'],
  });
  for (const node of nodes) {
    const { name, capacity, deployments, cpuShare, memoryShare, silent } = node;
    const uses = [cpuShare, memoryShare, loadOf(node)].map(percent);
    table.push([
      silent ? `${name} (silent)` : name,
      capacity.cpuCores,
      `${capacity.memoryTotalMb} MB`,
      deployments,
      ...uses,
    ]);
  }
  return table.toString();
}

function convergence({ judgement: { convergence: reached }, result }: Report): string {
  const rounds = `${reached.rounds} rounds of all node-units`;
  return reached.convergedMs === undefined
    ? `${reached.claims} of ${result.deployments} deployments were claimed in ${seconds(result.endedMs)}, in ${rounds}.`
    : `All were claimed after ${seconds(reached.convergedMs)}, in ${rounds}.`;
}

function balance({ judgement }: Report): string {
  const { countSpread, worstCountSpread, loadSpread, worstLoadSpread, offProportion } = judgement.balance;
  return (
    `Most deployments minus fewest: ${countSpread} at the end, ${worstCountSpread} at worst; ` +
    `highest load minus lowest: ${percent(loadSpread)} at the end, ${percent(worstLoadSpread)} at worst. ` +
    `A load is off the mean of the whole by ${percent(offProportion)} at most.`
  );
}

function seconds(ms: number): string {
  return `${(ms / 1_000).toFixed(2)} s`;
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}
