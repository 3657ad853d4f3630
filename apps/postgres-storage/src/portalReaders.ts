import type { DeploymentReplica } from '@node-unit/deployment';
import { servesCluster, type TerminalInfo } from '@node-unit/protocol';

/**
 * Whether a terminal may read the portal configuration: a member, or a process of a deployment whose package is a portal.
 * Pure.
 */
export function isPortalReader(
  terminal: TerminalInfo | undefined,
  replica: DeploymentReplica,
  portalPackages: readonly string[],
): boolean {
  if (!terminal) return false;
  if (servesCluster(terminal)) return true;
  const { principal } = terminal;
  if (principal?.class !== 'workload' || replica.state === 'loading') return false;
  const deployment = replica.deployments.get(principal.deployment_id);
  return deployment !== undefined && portalPackages.includes(deployment.packageName);
}
