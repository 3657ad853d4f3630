import { messageOf } from '@node-unit/basics';
import type { Logger } from '@node-unit/app-runtime';
import type { Response, Terminal } from '@node-unit/protocol';
import { isNoticeableChange, sampleProcessTrees, watchResourceUsage } from '@node-unit/resource-usage';
import { formatNodeUnitTags, NONE_POLICY_NAME, type PublishedNodeUnit } from '@node-unit/fleet';
import type { Supervisor } from '@node-unit/supervisor';
import { map, type Observable } from 'rxjs';

import type { UsageSampled } from '../metrics/UsageSeries.js';
import { settledCounts, type UsageReport, usageReport } from './usageReport.js';

/** The constant properties of a running node-unit. */
export type NodeUnitIdentity = Omit<PublishedNodeUnit, 'resourceUsage' | 'settledUsage'>;

interface PublicationOptions {
  readonly terminal: Terminal;
  readonly identity: NodeUnitIdentity;
  readonly supervisor: Pick<Supervisor, 'rootPids' | 'instances' | 'limitMemory'>;
  /** Whether an operator has drained this node-unit. */
  readonly drained$: Observable<boolean>;
  readonly intervalMs: number;
  /** Hears every sample; `undefined` = usage cannot be measured any more. */
  readonly onSample?: ((sample: UsageSampled | undefined) => void) | undefined;
  readonly logger: Logger;
}

/** The published state of this node-unit. */
export interface Publication {
  /** From now on, no other node-unit expects this one to claim. */
  withdraw(): void;
  stop(): void;
}

/**
 * Keeps the tags of the terminal up to date: identity, claim policy and usage. Usage is published when it changes
 * significantly or when other instances have settled, so that an idle cluster sends no updates. It is withdrawn when it
 * can no longer be measured.
 */
export function publishNodeUnit(options: PublicationOptions): Publication {
  const { terminal, identity, logger } = options;
  let published: UsageReport | undefined;
  let measured: UsageReport | undefined;
  let isWithdrawn = false;
  let isDrained = false;
  const announce = (): void => {
    const usage = { resourceUsage: published?.total, settledUsage: published?.settled };
    // Those of an earlier version know a node-unit that does not claim by its policy alone.
    const claimPolicyName = isWithdrawn || isDrained ? NONE_POLICY_NAME : identity.claimPolicyName;
    terminal.setTags(formatNodeUnitTags({ ...identity, claimPolicyName, drained: isDrained, ...usage }));
  };
  announce();

  const services = terminal.offerService({ method: 'NodeUnit/InspectResourceUsage', schema: {} }, () => [
    { res: inspection(measured) },
  ]);
  services.add(
    watchReports(options).subscribe((report) => {
      measured = report;
      if (report === undefined) logger.warn({}, 'ResourceUsageWithdrawn');
      else if (!isWorthPublishing(published, report)) return;
      published = report;
      announce();
    }),
  );
  services.add(
    options.drained$.subscribe((drained) => {
      if (drained === isDrained) return;
      isDrained = drained;
      announce();
    }),
  );
  return {
    withdraw: () => {
      isWithdrawn = true;
      announce();
    },
    stop: () => services.unsubscribe(),
  };
}

function watchReports({ supervisor, intervalMs, logger, identity, onSample }: PublicationOptions) {
  const agent = { pid: process.pid, startedAtMs: Date.now() - process.uptime() * 1_000 };
  return watchResourceUsage({
    rootPids: () => [agent.pid, ...supervisor.rootPids()],
    intervalMs,
    sample: (pids) => sampleProcessTrees(pids, identity.capacity.cpuCores),
    onError: (error) => logger.warn({ reason: messageOf(error) }, 'ResourceUsageNotMeasured'),
  }).pipe(
    map((usages) => {
      const sample = usages && { usages, instances: supervisor.instances(), takenAtMs: Date.now() };
      onSample?.(sample);
      if (sample === undefined) return undefined;
      supervisor.limitMemory(sample.usages);
      return usageReport({ ...sample, agent, intervalMs });
    }),
  );
}

function isWorthPublishing(published: UsageReport | undefined, next: UsageReport): boolean {
  if (published === undefined) return true;
  return isNoticeableChange(published.total, next.total) || settledCounts(published) !== settledCounts(next);
}

function inspection(report: UsageReport | undefined): Response {
  return report
    ? { code: 0, message: 'OK', data: { cpu_percent: report.total.cpuPercent, memory_mb: report.total.memoryMb } }
    : { code: 503, message: 'nothing was measured yet' };
}
