import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';

import { AppError } from '@node-unit/app-runtime/AppError';
import { type ProcessGroup, spawnProcessGroup } from '@node-unit/supervisor';

import { programFile, type ProgramName } from '../programs.js';
import type { RunningService, Service } from './Service.js';

/** A line of a program's log. */
export type LogRecord = Readonly<Record<string, unknown>>;

/** A program as a service. */
export interface ProgramOptions {
  readonly name: ProgramName;
  readonly cwd: string;
  /** All of its environment. */
  readonly env: () => Readonly<Record<string, string>>;
  /** Whether a record says that it is usable. */
  readonly isReady: (record: LogRecord) => boolean;
  /** Hears every line of its log. */
  readonly onLine: (line: string) => void;
  readonly startMs: number;
  readonly stopMs: number;
}

/** Starts a program of the cluster. It ends with this process, by whatever signal that ends. */
export function programService(options: ProgramOptions): Service {
  return { name: options.name, start: (signal) => startProgram(options, signal) };
}

async function startProgram(options: ProgramOptions, signal: AbortSignal): Promise<RunningService> {
  const { name, cwd, env, stopMs } = options;
  const group = spawnProcessGroup({
    command: process.execPath,
    args: [programFile(name)],
    cwd,
    env: env(),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const running = { pid: group.pid, ended: describeEnd(group, options.onLine), stop: () => group.stop(stopMs) };
  try {
    await untilReady(group, options, running.ended, signal);
  } catch (error) {
    await running.stop();
    throw error;
  }
  return running;
}

/** The last line on standard error is what the program says about its end. */
async function describeEnd(group: ProcessGroup, onLine: (line: string) => void): Promise<string> {
  let last = '';
  forEachLine(group.stderr, (line) => {
    last = line;
    onLine(line);
  });
  const { exitCode, signal } = await group.exited;
  await group.gone;
  const end = signal === null ? `exit code ${exitCode}` : `killed by ${signal}`;
  return last === '' ? end : `${end}: ${last}`;
}

async function untilReady(
  group: ProcessGroup,
  { name, isReady, onLine, startMs }: ProgramOptions,
  ended: Promise<string>,
  signal: AbortSignal,
): Promise<void> {
  let obstacle = '';
  await new Promise<void>((resolve, reject) => {
    const timer = setTimeout(() => {
      const reason = obstacle === '' ? '' : `: ${obstacle}`;
      reject(new AppError(3, `${name} is not usable after ${startMs / 1_000} s${reason}`));
    }, startMs);
    signal.addEventListener('abort', () => reject(new AppError(1, 'interrupted')), { once: true });
    void ended.then((end) => reject(new AppError(1, `${name} did not start (${end})`)));
    forEachLine(group.stdout, (line) => {
      onLine(line);
      const record = recordOf(line);
      if (typeof record['reason'] === 'string') obstacle = record['reason'];
      if (!isReady(record)) return;
      clearTimeout(timer);
      resolve();
    });
    void group.exited.then(() => clearTimeout(timer));
  });
}

function forEachLine(stream: Readable | null, handle: (line: string) => void): void {
  if (stream) createInterface({ input: stream }).on('line', handle);
}

function recordOf(line: string): LogRecord {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null ? (value as LogRecord) : {};
  } catch {
    return {};
  }
}
