import type { LeaseKeeper } from '../lease/LeaseKeeper.js';
import { type LoggedProcess, type ProcessStart, startProcess } from './startProcess.js';

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
