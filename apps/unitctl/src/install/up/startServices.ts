import { join } from 'node:path';

import type { Reporter } from '@node-unit/app-runtime';

import { NODE_UNIT_STOP_MS, PROGRAM_STOP_MS } from '../stopTimes.js';
import { databaseService } from './databaseService.js';
import type { Installation } from './Installation.js';
import { KeptService } from './KeptService.js';
import { LogFile } from './LogFile.js';
import { programEnvironments } from './programEnvironments.js';
import { type LogRecord, type ProgramOptions, programService } from './programService.js';
import type { Service } from './Service.js';

interface StartOptions {
  readonly installation: Installation;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Of the server that was named, if any. */
  readonly databaseUri: string | undefined;
  /** Hears every line that a program logs. */
  readonly onLine: (service: string, line: string) => void;
  readonly reporter: Reporter;
  readonly signal: AbortSignal;
}

const START_MS = 30_000;

const isListening = ({ event }: LogRecord): boolean => event === 'HostListening';
const isServing = ({ event }: LogRecord): boolean => event === 'HistoryTables';
const isConnected = ({ event, state }: LogRecord): boolean => event === 'HostConnection' && state === 'connected';

/**
 * Starts the parts of the installation and keeps them running.
 *
 * @returns What stops them in order: node-unit, storage, host, database.
 * @throws AppError of the part that does not start; the others are stopped then
 */
export async function startServices(options: StartOptions): Promise<() => Promise<void>> {
  const { reporter, signal } = options;
  const stages = servicesOf(options);
  const kept: KeptService[] = [];
  const stopAll = async (): Promise<void> => {
    for (const service of [...kept].reverse()) await service.stop();
  };
  const start = async (service: Service): Promise<void> => {
    const keeper = new KeptService(service, (event, text, fields) => reporter.step(event, text, fields));
    kept.push(keeper);
    const onAbort = (): void => void keeper.stop();
    signal.addEventListener('abort', onAbort);
    const { pid } = await keeper.start();
    signal.removeEventListener('abort', onAbort);
    reporter.step('ServiceStarted', `${service.name} runs (process ${pid})`, { service: service.name, pid });
  };
  try {
    for (const stage of stages) await settled(stage.map(start));
    return stopAll;
  } catch (error) {
    await stopAll();
    throw error;
  }
}

/** Waits for all, so that nothing is started any more when the first fault is reported. */
async function settled(starts: readonly Promise<void>[]): Promise<void> {
  const results = await Promise.allSettled(starts);
  const failed = results.find((result) => result.status === 'rejected');
  if (failed) throw failed.reason;
}

/** In the order of the start; those of one stage do not need each other. */
function servicesOf({ installation, env, databaseUri, onLine }: StartOptions): readonly (readonly Service[])[] {
  const { folder } = installation;
  const logOf = (service: string): ((line: string) => void) => {
    const log = new LogFile(join(folder, 'logs', `${service}.log`));
    return (line) => {
      log.write(line);
      onLine(service, line);
    };
  };
  const environments = programEnvironments(installation, env);
  const program = (options: Omit<ProgramOptions, 'cwd' | 'onLine' | 'startMs'>): Service =>
    programService({ ...options, cwd: folder, onLine: logOf(options.name), startMs: START_MS });
  const database = databaseService({ dataDir: join(folder, 'postgres'), onLine: logOf('database') });
  const storageEnv = () => environments.storage(databaseUri ?? database.uri());
  const host = program({ name: 'host', env: () => environments.host, isReady: isListening, stopMs: PROGRAM_STOP_MS });
  const storage = program({ name: 'storage', env: storageEnv, isReady: isServing, stopMs: PROGRAM_STOP_MS });
  const nodeUnit = program({
    name: 'node-unit',
    env: () => environments.nodeUnit,
    isReady: isConnected,
    stopMs: NODE_UNIT_STOP_MS,
  });
  return [databaseUri === undefined ? [database, host] : [host], [storage, nodeUnit]];
}
