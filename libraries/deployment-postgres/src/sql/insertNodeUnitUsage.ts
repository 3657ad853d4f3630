import type { QueryConfig } from 'pg';

import type { NodeUnitUsage } from '../NodeUnitUsage.js';

/**
 * No row = nothing new: the announcement is recorded already, or says what the one before it said (node-units announce
 * themselves for other reasons, too).
 */
export function insertNodeUnitUsage({ time, address, cpuPercent, memoryMb }: NodeUnitUsage): QueryConfig {
  return {
    text: `insert into node_unit_usage (time, address, cpu_percent, memory_mb)
      select $1::timestamptz, $2::text, $3::double precision, $4::double precision
      where not exists (
        select from (
          select cpu_percent, memory_mb from node_unit_usage
          where address = $2 and time <= $1 order by time desc limit 1
        ) as before
        where before.cpu_percent = $3 and before.memory_mb = $4
      )
      on conflict do nothing`,
    values: [time, address, cpuPercent, memoryMb],
  };
}
