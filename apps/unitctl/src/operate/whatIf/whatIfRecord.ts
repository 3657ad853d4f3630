import type { Load } from './loadsOf.js';
import type { WhatIfReport } from './WhatIfReport.js';

/** The answer for programs. The names are stable. Pure. */
export function whatIfRecord(report: WhatIfReport) {
  const { policy, lost, added, placements, nodeUnits, balance, placedMs, rounds, notes } = report;
  return {
    policy,
    lost,
    added,
    placements: placements.map(({ id, label, packageName, from, to = null, afterMs = null, reason }) => ({
      deployment_id: id,
      label,
      package_name: packageName,
      from,
      to,
      after_ms: afterMs,
      reason,
    })),
    nowhere: placements.filter(({ to }) => to === undefined).length,
    placed_ms: placedMs,
    rounds,
    node_units: nodeUnits.map(({ name, address, before, after }) => ({
      name,
      address,
      before: before ? loadRecord(before) : null,
      after: after ? loadRecord(after) : null,
    })),
    balance,
    notes,
  };
}

function loadRecord({ deployments, cpuShare, memoryShare }: Load) {
  return { deployments, cpu_share: cpuShare ?? null, memory_share: memoryShare ?? null };
}
