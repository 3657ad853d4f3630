import type { LogRecord } from './Program.js';

/** The process of a deployment, as the node-unit that runs it says. */
export interface RunningProcess {
  readonly deploymentId: string;
  readonly nodeUnit: string;
  readonly pid: number;
  readonly startedAt: string;
}

export type RunningProcesses = ReadonlyMap<string, RunningProcess>;

/** What is known after one more record of a node-unit's log. Daemons run on each, so the key is both. */
export function withRecord(processes: RunningProcesses, nodeUnit: string, record: LogRecord): RunningProcesses {
  const { deployment_id: deploymentId, pid, event, time } = record;
  if (typeof deploymentId !== 'string') return processes;
  const key = `${nodeUnit} ${deploymentId}`;
  const next = new Map(processes);
  if (event === 'DeploymentProcessStarted' && typeof pid === 'number') {
    next.set(key, { deploymentId, nodeUnit, pid, startedAt: time });
  } else if (event === 'DeploymentProcessExited' || event === 'DeploymentProcessStopped') {
    next.delete(key);
  } else {
    return processes;
  }
  return next;
}

/** Without those of a node-unit that has ended. */
export function withoutNodeUnit(processes: RunningProcesses, nodeUnit: string): RunningProcesses {
  return new Map([...processes].filter(([, process]) => process.nodeUnit !== nodeUnit));
}
