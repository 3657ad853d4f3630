import type { Deployment } from '@node-unit/deployment';

import type { PackageStore, ProvidedPackage } from '../install/PackageStore.js';
import type { Generation } from '../life/Life.js';
import { SupervisorError } from '../SupervisorError.js';
import { environmentFault } from './environmentFault.js';
import { findProgram, type FoundProgram } from './findProgram.js';
import { type Environment, inheritedEnvironment } from './inheritedEnvironment.js';
import { readSpawnLimits } from './readSpawnLimits.js';

export interface PreparationContext {
  readonly packages: PackageStore;
  readonly agentEnv: Environment;
  readonly enableCustomCommand: boolean;
  /** Awaited first. */
  readonly turn: (signal: AbortSignal) => Promise<void>;
}

type ProgramContext = Pick<PreparationContext, 'agentEnv' | 'enableCustomCommand'>;

export interface PreparationRequest {
  readonly deployment: Deployment;
  readonly signal: AbortSignal;
  readonly onInstalling: () => void;
}

/**
 * Installs a deployment's package and finds out whether and how it can be run, so that what runs already is not ended for
 * something that cannot.
 *
 * @throws SupervisorError; the signal's reason if it was aborted
 */
export async function prepareGeneration(
  { deployment, ...request }: PreparationRequest,
  context: PreparationContext,
): Promise<Generation> {
  const { packageName, packageVersion } = deployment;
  await context.turn(request.signal);
  request.signal.throwIfAborted();
  const installed = await context.packages.provide({ packageName, packageVersion, ...request });
  return generationOf(deployment, installed, context);
}

/** The generation of a newer package that the registry has named meanwhile; undefined if there is none that can run. */
export async function refreshed(
  { deployment, installed }: Generation,
  context: ProgramContext,
): Promise<Generation | undefined> {
  const newer = await installed.refreshed;
  return newer && generationOf(deployment, newer, context).catch(() => undefined);
}

/** @throws SupervisorError */
async function generationOf(
  deployment: Deployment,
  installed: ProvidedPackage,
  { agentEnv, enableCustomCommand }: ProgramContext,
): Promise<Generation> {
  const program = await findProgram({ installed, command: deployment.command, enableCustomCommand });
  const fault = environmentFault({
    own: deployment.env,
    env: { ...inheritedEnvironment(agentEnv), ...deployment.env },
    args: argumentsOf(program, deployment),
    mayLoadForeignCode: enableCustomCommand,
    isRunByShell: program.isRunByShell,
    limits: readSpawnLimits(),
  });
  if (fault !== undefined) throw new SupervisorError('ENVIRONMENT_REFUSED', fault);
  return { deployment, installed, program };
}

export function argumentsOf(program: FoundProgram, { args }: Pick<Deployment, 'args'>): readonly string[] {
  return [...program.args, ...args];
}
