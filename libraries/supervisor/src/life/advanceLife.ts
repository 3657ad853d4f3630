import type { Deployment } from '@node-unit/deployment';

import { runKey } from '../run/planRuns.js';
import { begin, checked, ended, endFor, restart, resume, started, stay } from './processSteps.js';
import type { Generation, Life, LifeCommand, LifeEvent, LifeStep } from './Life.js';

/** So many failed attempts, and a deployment is given up. */
const MOST_FAILURES = 3;

/**
 * One step in the life of a deployment. Pure.
 *
 * @remarks
 * An update does not touch the process that runs until the new generation is installed and its program found. If that
 * fails, the old generation goes on, is started again when it ends, and the preparation is repeated from time to time.
 * Without an old generation the deployment is given up after three attempts; further ones follow, at growing intervals,
 * for as long as the row stays here.
 */
export function advanceLife(life: Life, event: LifeEvent): LifeStep {
  return (HANDLERS[event.kind] as Handler)(life, event);
}

type Handler<E extends LifeEvent = LifeEvent> = (life: Life, event: E) => LifeStep;

const HANDLERS: { readonly [K in LifeEvent['kind']]: Handler<Extract<LifeEvent, { readonly kind: K }>> } = {
  wanted: (life, { deployment }) => want(life, deployment),
  left: leave,
  prepared: (life, { token, generation }) => (isAwaited(life, token) ? takeOver(life, generation) : stay(life)),
  refreshed: (life, event) => (isRefreshed(life, event) ? takeOver(life, event.generation) : stay(life)),
  prepareFailed: (life, { token, reason }) => (isAwaited(life, token) ? fail(life, reason) : stay(life)),
  startFailed: (life, { reason }) => failToStart(life, reason),
  started,
  checked,
  unfit: restart,
  ended,
  timeIsUp: (life, { timer }) => (timer === 'retry' ? retry(life) : resume(life)),
};

function want(life: Life, deployment: Deployment): LifeStep {
  if (life.target !== undefined && runKey(life.target) === runKey(deployment)) return stay(life);
  const next = { ...life, target: deployment, failures: 0, refusal: undefined };
  const { life: preparing, commands } = prepare(next, deployment);
  return { life: preparing, commands: [...abandonPreparation(life), ...commands] };
}

function prepare(life: Life, deployment: Deployment): LifeStep {
  const token = life.token + 1;
  return {
    life: { ...life, token, preparation: { kind: 'installing' } },
    commands: [{ kind: 'prepare', token, deployment }],
  };
}

function abandonPreparation({ preparation }: Life): readonly LifeCommand[] {
  if (preparation.kind === 'installing') return [{ kind: 'cancelPreparation' }];
  return preparation.kind === 'failed' ? [{ kind: 'cancelWait', timer: 'retry' }] : [];
}

function leave(life: Life): LifeStep {
  const left = endFor({ ...life, target: undefined, preparation: { kind: 'none' } }, { kind: 'leave' });
  return { life: left.life, commands: [...abandonPreparation(life), ...left.commands] };
}

function isAwaited({ token, preparation }: Life, of: number): boolean {
  return token === of && preparation.kind === 'installing';
}

/** Only what the latest preparation is about, and only if it is something else than what runs. */
function isRefreshed({ token, target, preparation, process }: Life, { token: of, generation }: Refreshed): boolean {
  if (token !== of || target === undefined || preparation.kind !== 'none' || process.kind === 'none') return false;
  return process.generation.installed.folder !== generation.installed.folder;
}

type Refreshed = Extract<LifeEvent, { readonly kind: 'refreshed' }>;

/** The new generation starts as soon as nothing runs. */
function takeOver(life: Life, generation: Generation): LifeStep {
  const next: Life = { ...life, failures: 0, refusal: undefined, preparation: { kind: 'ready', generation } };
  switch (life.process.kind) {
    case 'starting':
    case 'stopping':
      return stay(next);
    case 'running':
      return endFor(next, { kind: 'update' });
    default:
      return begin(next);
  }
}

function fail(life: Life, reason: string): LifeStep {
  const failures = life.failures + 1;
  const isGivenUp = life.process.kind === 'none' && failures >= MOST_FAILURES;
  return {
    life: { ...life, failures, preparation: { kind: 'failed', reason }, refusal: isGivenUp ? reason : life.refusal },
    commands: [
      { kind: 'wait', timer: 'retry', failures: failures - 1, reason },
      ...(isGivenUp ? [{ kind: 'giveUp', reason } as const] : []),
    ],
  };
}

function failToStart(life: Life, reason: string): LifeStep {
  const { process, preparation, target } = life;
  if (process.kind !== 'starting') return stay(life);
  const idle: Life = { ...life, process: { kind: 'none' } };
  if (target === undefined) return { life: idle, commands: [{ kind: 'finish' }] };
  if (preparation.kind === 'ready') return begin(idle);
  if (preparation.kind === 'none') return fail(idle, reason);
  // There is something newer that is not ready yet; until then the old generation is tried again.
  const failures = life.quickEnds;
  return {
    life: { ...life, quickEnds: failures + 1, process: { kind: 'pausing', generation: process.generation, reason } },
    commands: [{ kind: 'wait', timer: 'pause', failures, reason }],
  };
}

function retry(life: Life): LifeStep {
  const { target, preparation } = life;
  return target !== undefined && preparation.kind === 'failed' ? prepare(life, target) : stay(life);
}
