import type { Deployment } from '@node-unit/deployment';

import type { ProcessExit } from '../group/ProcessGroup.js';
import type { ProvidedPackage } from '../install/PackageStore.js';
import type { FoundProgram } from '../run/findProgram.js';

/** One state of a deployment's row, with what was found to run for it. */
export interface Generation {
  readonly deployment: Deployment;
  readonly installed: ProvidedPackage;
  readonly program: FoundProgram;
}

/** The way to the generation that shall run: nothing to do, being installed, ready to take over, or failed for now. */
export type Preparation =
  | { readonly kind: 'none' }
  | { readonly kind: 'installing' }
  | { readonly kind: 'ready'; readonly generation: Generation }
  | { readonly kind: 'failed'; readonly reason: string };

/** Why a process was told to end. */
export type StopCause =
  | { readonly kind: 'leave' }
  /** Another generation takes over. */
  | { readonly kind: 'update' }
  /** It is started again, with this reason. */
  | { readonly kind: 'restart'; readonly reason: string };

/** The process of a deployment. There is never more than one. */
export type ProcessPhase =
  | { readonly kind: 'none' }
  | { readonly kind: 'starting'; readonly generation: Generation }
  | {
      readonly kind: 'running';
      readonly generation: Generation;
      readonly pid: number;
      readonly startedAtMs: number;
      /** Undefined until a health check has said so. */
      readonly isHealthy: boolean | undefined;
    }
  | {
      readonly kind: 'stopping';
      readonly generation: Generation;
      readonly pid: number;
      readonly startedAtMs: number;
      readonly cause: StopCause;
    }
  /** Between two processes of a generation. */
  | { readonly kind: 'pausing'; readonly generation: Generation; readonly reason: string }
  /** Has ended, and its restart policy says that this was all. */
  | { readonly kind: 'completed'; readonly generation: Generation; readonly reason: string };

/**
 * What a deployment does on this node-unit, over its generations: the one that runs, and the one that is being prepared.
 * The state of {@link advanceLife}.
 */
export interface Life {
  /** What shall run; undefined when the deployment leaves. */
  readonly target: Deployment | undefined;
  /** Of the latest preparation. */
  readonly token: number;
  readonly preparation: Preparation;
  readonly process: ProcessPhase;
  /** Preparations and starts that failed since the last success. */
  readonly failures: number;
  /** Processes in a row that ended before they had run for a while. */
  readonly quickEnds: number;
  /** Processes of the present generation after the first one. */
  readonly restarts: number;
  readonly lastExit: ProcessExit | undefined;
  /** Set when this node-unit has given the deployment up. */
  readonly refusal: string | undefined;
}

/** What happened to a deployment. */
export type LifeEvent =
  /** The row is new or has changed. */
  | { readonly kind: 'wanted'; readonly deployment: Deployment }
  /** The row is no longer this node-unit's. */
  | { readonly kind: 'left' }
  | { readonly kind: 'prepared'; readonly token: number; readonly generation: Generation }
  | { readonly kind: 'prepareFailed'; readonly token: number; readonly reason: string }
  /** The registry has a newer version of what was prepared. */
  | { readonly kind: 'refreshed'; readonly token: number; readonly generation: Generation }
  | { readonly kind: 'started'; readonly pid: number; readonly nowMs: number }
  | { readonly kind: 'startFailed'; readonly reason: string }
  | { readonly kind: 'checked'; readonly isHealthy: boolean }
  /** It has to be started again, whatever its restart policy. */
  | { readonly kind: 'unfit'; readonly reason: string }
  /** No process of the deployment is left. */
  | { readonly kind: 'ended'; readonly exit: ProcessExit; readonly nowMs: number }
  | { readonly kind: 'timeIsUp'; readonly timer: LifeTimer };

/** `pause`: between two processes of a generation. `retry`: before a preparation is repeated. */
export type LifeTimer = 'pause' | 'retry';

/** What has to be done. */
export type LifeCommand =
  | { readonly kind: 'prepare'; readonly token: number; readonly deployment: Deployment }
  | { readonly kind: 'cancelPreparation' }
  | { readonly kind: 'start'; readonly generation: Generation; readonly restarts: number }
  | { readonly kind: 'stop'; readonly graceMs: number }
  /** Replaces an earlier one of the same timer; the more failures, the longer. */
  | { readonly kind: 'wait'; readonly timer: LifeTimer; readonly failures: number; readonly reason: string }
  | { readonly kind: 'cancelWait'; readonly timer: LifeTimer }
  /** The deployment cannot run here. */
  | { readonly kind: 'giveUp'; readonly reason: string }
  /** Nothing is left of it. */
  | { readonly kind: 'finish' };

/** The command of a kind. */
export type CommandOf<K extends LifeCommand['kind']> = Extract<LifeCommand, { readonly kind: K }>;

/** A state, and what leads on from it. */
export interface LifeStep {
  readonly life: Life;
  readonly commands: readonly LifeCommand[];
}

export const UNBORN: Life = {
  target: undefined,
  token: 0,
  preparation: { kind: 'none' },
  process: { kind: 'none' },
  failures: 0,
  quickEnds: 0,
  restarts: 0,
  lastExit: undefined,
  refusal: undefined,
};

/** The folders of the packages that are in use. */
export function usedFolders({ process, preparation }: Life): readonly string[] {
  const generations = [
    ...(process.kind === 'none' ? [] : [process.generation]),
    ...(preparation.kind === 'ready' ? [preparation.generation] : []),
  ];
  return generations.map(({ installed }) => installed.folder);
}
