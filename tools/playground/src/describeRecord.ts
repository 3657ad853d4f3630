import type { NodeUnitRecord } from '@node-unit/local-cluster';

const short = (id: unknown): string => String(id).slice(0, 8);
const count = (value: unknown): number => (Array.isArray(value) ? value.length : 0);

const sentences: Readonly<Record<string, (fields: Readonly<Record<string, unknown>>) => string | undefined>> = {
  DeploymentRelease: (fields) => `released ${count(fields['deployment_ids'])} deployments of a lost node-unit`,
  DeploymentClaimed: (fields) => `claimed ${short(fields['deployment_id'])} (epoch ${String(fields['claim_epoch'])})`,
  DeploymentClaimSkipped: ({ reason, detail }) =>
    reason === 'no_candidate' ? undefined : `claimed nothing: ${[reason, detail].filter(Boolean).join(', ')}`,
  DeploymentHandedBack: (fields) => `handed back ${short(fields['deployment_id'])}`,
  DeploymentInstalled: (fields) => `installed the package of ${short(fields['deployment_id'])}`,
  DeploymentInstallFailed: (fields) =>
    `could not install ${short(fields['deployment_id'])}: ${String(fields['reason'])}`,
  DeploymentProcessStarted: (fields) => `runs ${short(fields['deployment_id'])} as process ${String(fields['pid'])}`,
  DeploymentProcessExited: (fields) =>
    `process ${String(fields['pid'])} of ${short(fields['deployment_id'])} has ended`,
  DeploymentProcessNotStarted: (fields) =>
    `could not run ${short(fields['deployment_id'])}: ${String(fields['reason'])}`,
  HostConnection: ({ state }) => `is ${String(state)}`,
};

/** One line for a person about what a node-unit has logged; nothing for what is of no interest here. */
export function describeRecord({ nodeUnit, record }: NodeUnitRecord): string | undefined {
  const sentence = sentences[record.event]?.(record);
  return sentence === undefined ? undefined : `${nodeUnit} ${sentence}`;
}
