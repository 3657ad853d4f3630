import type { ProcessExit } from '../group/ProcessGroup.js';
import { describeEnd } from './describeEnd.js';
import type { Generation, Life, LifeCommand, LifeEvent, LifeStep, ProcessPhase, StopCause } from './Life.js';

/** A process that ran this long was well: the next pause is the shortest again. */
const STABLE_AFTER_MS = 10_000;

type EventOf<K extends LifeEvent['kind']> = Extract<LifeEvent, { readonly kind: K }>;

export function stay(life: Life): LifeStep {
  return { life, commands: [] };
}

export function started(life: Life, event: EventOf<'started'>): LifeStep {
  const { process } = life;
  return process.kind === 'starting' ? run(life, process.generation, event) : stay(life);
}

export function checked(life: Life, { isHealthy }: EventOf<'checked'>): LifeStep {
  const { process } = life;
  return stay(process.kind === 'running' ? { ...life, process: { ...process, isHealthy } } : life);
}

export function restart(life: Life, { reason }: EventOf<'unfit'>): LifeStep {
  return life.process.kind === 'running' ? endFor(life, { kind: 'restart', reason }) : stay(life);
}

export function ended(life: Life, event: EventOf<'ended'>): LifeStep {
  const { process } = life;
  if (process.kind !== 'running' && process.kind !== 'stopping') return stay(life);
  const idle: Life = { ...life, lastExit: event.exit, process: { kind: 'none' } };
  if (life.target === undefined) return { life: idle, commands: [{ kind: 'finish' }] };
  return life.preparation.kind === 'ready' ? begin(idle) : pause(idle, process, event);
}

/** The pause is over. */
export function resume(life: Life): LifeStep {
  const { process } = life;
  return process.kind === 'pausing' ? start(life, process.generation, life.restarts + 1) : stay(life);
}

/** Starts the generation that is ready. Nothing else must run. */
export function begin(life: Life): LifeStep {
  const { preparation, process } = life;
  if (preparation.kind !== 'ready') return stay(life);
  const started = start({ ...life, preparation: { kind: 'none' }, quickEnds: 0 }, preparation.generation, 0);
  return { life: started.life, commands: [...stopWaiting(process), ...started.commands] };
}

/** Ends the process, if there is one; what is next depends on why. */
export function endFor(life: Life, cause: StopCause): LifeStep {
  const { process } = life;
  switch (process.kind) {
    case 'running': {
      const { generation, pid, startedAtMs } = process;
      return {
        life: { ...life, process: { kind: 'stopping', generation, pid, startedAtMs, cause } },
        commands: [{ kind: 'stop', graceMs: generation.deployment.stopGraceMs }],
      };
    }
    case 'stopping':
      return stay({ ...life, process: { ...process, cause } });
    case 'starting':
      // It is ended when it has started.
      return stay(life);
    default:
      return {
        life: { ...life, process: { kind: 'none' } },
        commands: [...stopWaiting(process), { kind: 'finish' }],
      };
  }
}

function stopWaiting({ kind }: ProcessPhase): readonly LifeCommand[] {
  return kind === 'pausing' ? [{ kind: 'cancelWait', timer: 'pause' }] : [];
}

function start(life: Life, generation: Generation, restarts: number): LifeStep {
  return {
    life: { ...life, restarts, process: { kind: 'starting', generation } },
    commands: [{ kind: 'start', generation, restarts }],
  };
}

function run(life: Life, generation: Generation, { pid, nowMs }: { pid: number; nowMs: number }): LifeStep {
  const running: Life = {
    ...life,
    failures: life.preparation.kind === 'failed' ? life.failures : 0,
    refusal: undefined,
    process: { kind: 'running', generation, pid, startedAtMs: nowMs, isHealthy: undefined },
  };
  if (life.target === undefined) return endFor(running, { kind: 'leave' });
  return life.preparation.kind === 'ready' ? endFor(running, { kind: 'update' }) : stay(running);
}

type Present = Extract<ProcessPhase, { readonly kind: 'running' | 'stopping' }>;

/** What follows the end of a process that nothing replaces. */
function pause(idle: Life, process: Present, { exit, nowMs }: EventOf<'ended'>): LifeStep {
  const { generation, startedAtMs } = process;
  const quickEnds = nowMs - startedAtMs >= STABLE_AFTER_MS ? 0 : idle.quickEnds + 1;
  const cause = process.kind === 'stopping' ? process.cause : undefined;
  const reason = cause?.kind === 'restart' ? cause.reason : describeEnd(exit, quickEnds);
  if (cause === undefined && isCompleted(generation, exit)) {
    return stay({ ...idle, quickEnds, process: { kind: 'completed', generation, reason } });
  }
  return {
    life: { ...idle, quickEnds, process: { kind: 'pausing', generation, reason } },
    commands: [{ kind: 'wait', timer: 'pause', failures: Math.max(quickEnds - 1, 0), reason }],
  };
}

function isCompleted({ deployment }: Generation, { exitCode }: ProcessExit): boolean {
  return deployment.restart === 'never' || (deployment.restart === 'on_failure' && exitCode === 0);
}
