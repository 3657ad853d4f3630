import type { Observable } from 'rxjs';

import { OperatorError } from '../OperatorError.js';
import type { ClusterPicture, DeploymentPhase, DeploymentPicture } from '../picture/ClusterPicture.js';
import type { Tell } from './ActionStep.js';
import { awaitPicture } from './awaitPicture.js';

/** Phases that do not pass by waiting. */
const FAILED: ReadonlySet<DeploymentPhase> = new Set(['crash_looping', 'update_failed', 'refused']);
const DONE: ReadonlySet<DeploymentPhase> = new Set(['running', 'completed', 'daemon', 'disabled']);

interface UntilRunning {
  readonly ids: readonly string[];
  readonly timeoutMs: number;
  /** For how long all have to run, each in the same process. Default: 0. */
  readonly steadyMs?: number;
  readonly tell: Tell;
  readonly signal: AbortSignal;
}

/**
 * Resolves when all of these deployments run as their rows say now; tells every phase on the way.
 *
 * @throws OperatorError `FAILED` if one fails or the time is over
 */
export async function untilRunning(
  cluster$: Observable<ClusterPicture>,
  { ids, timeoutMs, steadyMs, tell, signal }: UntilRunning,
): Promise<void> {
  const told = new Map<string, string>();
  let latest: readonly DeploymentPicture[] = [];
  const look = (picture: ClusterPicture): string | undefined => {
    latest = picture.deployments.filter(({ id }) => ids.includes(id));
    for (const deployment of latest) tellOnce(deployment, told, tell);
    const failed = latest.find(hasFailed);
    if (failed) throw new OperatorError('FAILED', `${failed.label} does not run: ${describePhase(failed)}`);
    const isDone = latest.length === ids.length && latest.every(({ phase }) => DONE.has(phase));
    return isDone ? latest.map(({ status }) => status?.pid ?? '').join() : undefined;
  };
  const lateMessage = (): string => {
    const waiting = latest.filter(({ phase }) => !DONE.has(phase));
    const states = waiting.map((each) => `${each.label} is ${describePhase(each)}`).join('; ');
    const [first] = waiting;
    return `not all run after ${Math.round(timeoutMs / 1_000)} s: ${states || 'they are not known'}${first ? ` (see unitctl why ${first.label})` : ''}`;
  };
  await awaitPicture(cluster$, look, { timeoutMs, signal, steadyMs, lateMessage });
}

function tellOnce(deployment: DeploymentPicture, told: Map<string, string>, tell: Tell): void {
  const text = describePhase(deployment);
  if (told.get(deployment.id) === text) return;
  told.set(deployment.id, text);
  tell(deployment.label, text);
}

/** What was there before a change does not count. */
function hasFailed({ phase, status, deployment }: DeploymentPicture): boolean {
  return FAILED.has(phase) && (status?.rowUpdatedAt === deployment.updatedAt || phase === 'update_failed');
}

/** A phase in words, with the place and the reason. */
export function describePhase({ phase, nodeUnit, reason, status }: DeploymentPicture): string {
  const place = nodeUnit === '' ? '' : ` on ${nodeUnit}`;
  const why = reason || (status !== undefined && status.lastExit !== '' && phase !== 'running' ? status.lastExit : '');
  return `${phase}${place}${why === '' ? '' : `: ${why}`}`;
}
