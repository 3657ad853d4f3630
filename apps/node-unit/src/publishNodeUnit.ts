import type { Logger } from '@node-unit/app-runtime';
import type { Response, Terminal } from '@node-unit/protocol';
import { isNoticeableChange, type ResourceUsage, watchResourceUsage } from '@node-unit/resource-usage';
import { formatNodeUnitTags, NONE_POLICY_NAME, type PublishedNodeUnit } from '@node-unit/scheduler';

interface PublicationOptions {
  readonly terminal: Terminal;
  readonly identity: Omit<PublishedNodeUnit, 'resourceUsage' | 'settledUsage'>;
  readonly rootPids: () => readonly number[];
  readonly intervalMs: number;
  readonly logger: Logger;
}

/** What the cluster knows of this node-unit. */
export interface Publication {
  /** From now on nobody counts on this node-unit for a claim. */
  withdraw(): void;
  stop(): void;
}

/**
 * Keeps the tags of the terminal true: who this node-unit is, by which policy it claims, what it uses. Usage is
 * published when it has moved noticeably, so that an idle cluster is silent.
 */
export function publishNodeUnit({ terminal, identity, rootPids, intervalMs, logger }: PublicationOptions): Publication {
  let published: ResourceUsage | undefined;
  let measured: ResourceUsage | undefined;
  let { claimPolicyName } = identity;
  const announce = (): void =>
    terminal.setTags(
      formatNodeUnitTags({ ...identity, claimPolicyName, resourceUsage: published, settledUsage: undefined }),
    );
  announce();

  const services = terminal.offerService({ method: 'NodeUnit/InspectResourceUsage', schema: {} }, () => [
    { res: inspection(measured) },
  ]);
  const onError = (error: unknown): void => logger.warn({ reason: String(error) }, 'ResourceUsageNotMeasured');
  services.add(
    watchResourceUsage({ rootPids, intervalMs, onError }).subscribe((usage) => {
      measured = usage;
      if (!isNoticeableChange(published, usage)) return;
      published = usage;
      announce();
    }),
  );
  return {
    withdraw: () => {
      claimPolicyName = NONE_POLICY_NAME;
      announce();
    },
    stop: () => services.unsubscribe(),
  };
}

function inspection(usage: ResourceUsage | undefined): Response {
  return usage
    ? { code: 0, message: 'OK', data: { cpu_percent: usage.cpuPercent, memory_mb: usage.memoryMb } }
    : { code: 503, message: 'nothing was measured yet' };
}
