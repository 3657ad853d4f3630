import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';

import { type ProcessExit, spawnProcessGroup } from '@node-unit/supervisor';
import { filter, firstValueFrom, merge, type Observable, ReplaySubject, throwError, timeout } from 'rxjs';

/** One line of a program's log. */
export interface LogRecord {
  readonly time: string;
  readonly level: string;
  readonly event: string;
  readonly [field: string]: unknown;
}

/** A program of the cluster as a process of its own. */
export interface Program {
  readonly name: string;
  readonly pid: number;
  /** What it was started with. */
  readonly env: Readonly<Record<string, string>>;
  /** Everything that it has logged and logs; completes when it has ended. */
  readonly records$: Observable<LogRecord>;
  /** Resolves when it has ended, with what it wrote to its standard error. */
  readonly exited: Promise<ProcessExit & { readonly errorText: string }>;
  /** To this process only, as an operator's `kill` would. */
  signal(name: NodeJS.Signals): void;
  /** Resolves with the first record of that event, logged before or after; rejects if the program ends or is too slow. */
  logged(event: string, accepts?: (record: LogRecord) => boolean): Promise<LogRecord>;
}

interface ProgramOptions {
  readonly name: string;
  /** The module to run. */
  readonly entry: string;
  readonly cwd: string;
  /** All of its environment. */
  readonly env: Readonly<Record<string, string>>;
  /** A command that runs the program, for example in a network namespace of its own. */
  readonly launcher?: readonly string[] | undefined;
}

const READY_DEADLINE_MS = 60_000;

/** Starts a program. It dies with this process. */
export function startProgram({ name, entry, cwd, env, launcher = [] }: ProgramOptions): Program {
  const [command = process.execPath, ...args] = [...launcher, process.execPath, entry];
  const group = spawnProcessGroup({ command, args, cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
  const records$ = new ReplaySubject<LogRecord>();
  const errorLines: string[] = [];
  onLines(group.stderr, (line) => errorLines.push(line));
  onLines(group.stdout, (line) => {
    const record = parseRecord(line);
    if (record) records$.next(record);
  });
  const exited = group.exited.then((exit) => {
    records$.complete();
    return { ...exit, errorText: errorLines.join('\n') };
  });
  const ended = exited.then((exit) => {
    throw new Error(`${name} ended (${exit.signal ?? `exit code ${exit.exitCode}`}): ${exit.errorText}`);
  });
  // Whoever waits for a record sees it; nobody else needs to.
  ended.catch(() => undefined);
  const slow = (event: string) => () => throwError(() => new Error(`${name} did not log ${event} in time`));
  return {
    name,
    pid: group.pid,
    env,
    records$,
    exited,
    signal: (signal) => process.kill(group.pid, signal),
    logged: (event, accepts = () => true) =>
      firstValueFrom(
        merge(records$, ended).pipe(
          filter((record) => record.event === event && accepts(record)),
          timeout({ first: READY_DEADLINE_MS, with: slow(event) }),
        ),
      ),
  };
}

function onLines(stream: Readable | null, handle: (line: string) => void): void {
  if (stream) createInterface({ input: stream }).on('line', handle);
}

function parseRecord(line: string): LogRecord | undefined {
  try {
    return JSON.parse(line) as LogRecord;
  } catch {
    return undefined;
  }
}
