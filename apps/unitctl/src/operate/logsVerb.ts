import { wholeNumber } from '@node-unit/app-runtime';
import { AppError } from '@node-unit/app-runtime/AppError';
import { EXIT } from '@node-unit/app-runtime/exitCodes';
import {
  harmless,
  harmlessLine,
  type LogEntry,
  type LogRequest,
  type LogSource,
  logSourcesOf,
  type Operator,
} from '@node-unit/operator';
import { Option } from 'commander';
import { lastValueFrom, takeUntil, tap } from 'rxjs';

import { withContextOption } from '../context/chosenConnection.js';
import type { Verb } from '../Verb.js';
import { chosen } from './chosen.js';
import { note, tell } from './output.js';
import { type SessionOptions, withOperator } from './session.js';
import { sinceOption } from './sinceOption.js';
import { untilInterrupted } from './untilInterrupted.js';

interface LogsOptions extends SessionOptions {
  readonly all?: boolean;
  readonly follow?: boolean;
  readonly lines?: number;
  readonly tail?: number;
  readonly since?: Date;
  readonly previous?: boolean;
  readonly stderr?: boolean;
  readonly stdout?: boolean;
  readonly timestamps?: boolean;
  readonly output?: 'json';
}

const HELP = `
Lines of several deployments have their name before them. On a terminal, control characters are shown as pictures; in a
pipe, lines are as the process wrote them.

Examples:
  unitctl logs -f web
  unitctl logs --since 10m --stderr web/0 api
  unitctl logs --all -n 5`;

/** `unitctl logs`. */
export const logsVerb: Verb = {
  configure: (command) => {
    withContextOption(command)
      .argument('[names...]', 'deployments: names, name/replica, or the beginning of an ID')
      .option('--all', 'of all deployments')
      .option('-f, --follow', 'go on with what is written, also where they run next')
      .option(
        '-n, --lines <count>',
        'the last lines only (default: 100 with --follow, else all)',
        wholeNumber(0, 1_000_000),
      )
      .addOption(
        new Option('--tail <count>', 'the same as --lines').argParser(wholeNumber(0, 1_000_000)).conflicts('lines'),
      )
      .option('--since <time>', 'since then: 10m, 2h, 1d, or a date', sinceOption)
      .option('-p, --previous', 'of the run before the present one')
      .option('--stderr', 'standard error only')
      .option('--stdout', 'standard output only')
      .option('-t, --timestamps', 'with the time of each line')
      .option('-o, --output <json>', 'a JSON object for each line')
      .addHelpText('after', HELP)
      .action((names: readonly string[], options: LogsOptions) =>
        withOperator(options, (operator) => show(operator, names, options)),
      );
  },
};

async function show(operator: Operator, names: readonly string[], options: LogsOptions): Promise<void> {
  if (names.length === 0 && options.all !== true) {
    throw new AppError(EXIT.usage, 'logs needs the names of deployments, or --all');
  }
  const picture = await operator.cluster();
  const deployments = chosen(picture, names);
  const sources = deployments.flatMap((deployment) => logSourcesOf(picture, deployment));
  for (const { label, phase } of deployments.filter((each) => logSourcesOf(picture, each).length === 0)) {
    note(`unitctl: ${label} is ${phase}: no node-unit has it, so there is no output now`);
  }
  const { follow = false } = options;
  const request = requestOf(options);
  const ids = deployments.map(({ id }) => id);
  const write = writerOf(options, ids.length > 1 || sources.length > 1);
  const entries$ = follow ? operator.followLogs(ids, request) : operator.logs({ ...request, sources });
  await lastValueFrom(entries$.pipe(tap(write), takeUntil(untilInterrupted())), { defaultValue: undefined });
}

function requestOf(options: LogsOptions): Omit<LogRequest, 'sources' | 'follow'> {
  const { follow = false, since, previous } = options;
  const lines = options.lines ?? options.tail ?? (follow ? 100 : undefined);
  return {
    ...(lines !== undefined && { lines }),
    ...(since && { since }),
    ...(previous === true && { run: 'previous' }),
    ...streamOf(options),
  };
}

function streamOf({ stderr, stdout }: LogsOptions): { readonly stream?: 'stdout' | 'stderr' } {
  if (stderr === stdout) return {};
  return { stream: stderr === true ? 'stderr' : 'stdout' };
}

function writerOf({ output, timestamps }: LogsOptions, isPrefixed: boolean): (entry: LogEntry) => void {
  const isTerminal = process.stdout.isTTY;
  const prefixOf = ({ label }: LogSource): string => (isPrefixed ? `${harmless(label)} | ` : '');
  return (entry) => {
    const { source } = entry;
    if (entry.kind === 'fault') {
      process.exitCode = EXIT.failed;
      return note(`unitctl: no output of ${source.label} from ${harmless(source.nodeUnit)}: ${harmless(entry.reason)}`);
    }
    const { timeMs, stream, runId, text } = entry;
    const time = new Date(timeMs).toISOString();
    if (output === 'json') {
      const { label, deploymentId: deployment_id, nodeUnit: node_unit } = source;
      return tell(JSON.stringify({ time, label, deployment_id, node_unit, run_id: runId, stream, text }));
    }
    tell(`${prefixOf(source)}${timestamps === true ? `${time} ` : ''}${isTerminal ? harmlessLine(text) : text}`);
  };
}
