import { setImmediate as othersFirst } from 'node:timers/promises';

import type { LeaseKeeper } from '../lease/LeaseKeeper.js';
import { type LoggedProcess, type ProcessStart, startProcess } from './startProcess.js';

let lastTurn: Promise<unknown> = Promise.resolve();

/**
 * Lets starts go on one after the other, with everything else that is due in between. A start keeps this process busy for
 * tens of milliseconds: many at once, when the package that they share is installed, look like a process that hangs.
 */
export async function oneByOne<T>(awaited: Promise<T>): Promise<T> {
  const value = await awaited;
  await (lastTurn = lastTurn.then(() => othersFirst()));
  return value;
}

/**
 * Starts a process; that of an exclusive deployment only when its end is kept, so that no moment of it is not.
 *
 * @throws SupervisorError `PROCESS_NOT_STARTED`, and errors of the file system
 */
export async function startLeased(start: ProcessStart, leases: LeaseKeeper | undefined): Promise<LoggedProcess> {
  const { deployment } = start.generation;
  if (leases === undefined || deployment.exclusiveMs === 0 || deployment.type === 'daemon') return startProcess(start);
  const { runId, user } = start;
  const { id: deploymentId, exclusiveMs } = deployment;
  const dedicatedUid = user?.isDedicated === true ? user.uid : undefined;
  let group: LoggedProcess | undefined;
  const lease = await leases.guard({ runId, deploymentId, exclusiveMs, dedicatedUid }, () => void group?.kill());
  try {
    group = startProcess(start);
  } catch (error) {
    lease.release();
    throw error;
  }
  lease.setGroup(group.pid);
  void group.gone.then(() => lease.release());
  return group;
}
