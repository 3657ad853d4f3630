import type { FailingSchedule, InjectedFault, Violation } from '@node-unit/simulation';
import chalk from 'chalk';

/** A seed whose cluster violates a guarantee, as it is and as small as it could be made. */
export interface FailingSeed {
  readonly seed: number;
  readonly found: FailingSchedule;
  readonly smallest: FailingSchedule;
  /** The command that gives the same again. */
  readonly replay: string;
}

/** What has come of some seeds, in words. Pure. */
export function renderSeeds(policy: string, seeds: number, failing: FailingSeed | undefined): string {
  const what = `Policy ${chalk.bold(policy)}, ${count(seeds, 'seed')} of clusters in which things go wrong.`;
  if (!failing) return `${what}\n${chalk.green('Every guarantee held.')}`;
  const { seed, found, smallest, replay } = failing;
  const { nodes, deployments, faults } = smallest.schedule;
  return [
    what,
    chalk.red(`With seed ${seed} a guarantee did not hold:`),
    ...renderViolations(found.violations),
    '',
    `The same kind of violation in the smallest cluster found: ${count(nodes.length, 'node-unit')}, ${count(deployments.length, 'deployment')}.`,
    ...renderViolations(smallest.violations),
    ...nodes.map(
      (node) => `  ${node.name} starts at ${seconds(node.startMs)}, clock rate ${node.clockRate}, zone ${node.zone}`,
    ),
    ...deployments.map((deployment) => `  ${JSON.stringify(deployment)}`),
    ...faults.map((fault) => `  ${describeFault(fault)}`),
    '',
    `Again: ${replay}`,
  ].join('\n');
}

/** The first of each kind, and how many more there are. Pure. */
export function renderViolations(violations: readonly Violation[]): readonly string[] {
  const codes = [...new Set(violations.map(({ code }) => code))];
  return codes.map((code) => {
    const [first, ...others] = violations.filter((each) => each.code === code);
    const more = others.length === 0 ? '' : ` (and ${others.length} more)`;
    return `- ${chalk.bold(code)}: ${first?.sentence ?? ''}${more}`;
  });
}

/** A fault of a schedule in words. Pure. */
export function describeFault(fault: InjectedFault): string {
  const until = 'untilMs' in fault && fault.untilMs !== undefined ? `until ${seconds(fault.untilMs)}` : 'for good';
  return `at ${seconds(fault.atMs)} ${whatHappens(fault)}${fault.kind === 'crash' ? '' : ` ${until}`}`;
}

function whatHappens(fault: InjectedFault): string {
  switch (fault.kind) {
    case 'crash':
      return describeCrash(fault);
    case 'freeze':
      return `${fault.node} freezes`;
    case 'partition':
      return `${fault.node} is cut off from ${fault.from === 'both' ? 'host and store' : `the ${fault.from}`}`;
    case 'delay':
      return `messages between ${fault.node} and the ${fault.to} take up to ${seconds(fault.mostMs)} longer`;
    case 'notifications': {
      const [lost, doubled] = [percent(fault.lost), percent(fault.doubled)];
      return `${lost} of what the ${fault.of} tells ${fault.node} is lost, ${doubled} comes twice`;
    }
    case 'restart':
      return `the ${fault.of} goes away`;
  }
}

function describeCrash({ node, noticedMs, backMs, renamed }: InjectedFault & { kind: 'crash' }): string {
  const address = renamed ? ' under a new address' : '';
  const back = backMs === undefined ? 'it stays away' : `it is back at ${seconds(backMs)}${address}`;
  return `${node} crashes, the host notices after ${seconds(noticedMs)}, ${back}`;
}

function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? '' : 's'}`;
}

function seconds(ms: number): string {
  return `${(ms / 1_000).toFixed(3)} s`;
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}
