import type { Scenario } from '../Scenario.js';
import { daemon } from './daemon.js';
import { failover } from './failover.js';
import { gracefulStop } from './gracefulStop.js';
import { hungNode } from './hungNode.js';
import { mixedWithIntervalOnly } from './mixedWithIntervalOnly.js';
import { none } from './none.js';
import { partition } from './partition.js';
import { portal, portalResourceUsage } from './portal.js';
import { databaseRestart, hostRestart } from './restarts.js';
import { thirdPartyPolicy } from './thirdPartyPolicy.js';

/** Every scenario, in the order in which `--all` runs them. */
export const scenarios: readonly Scenario[] = [
  failover,
  portal,
  portalResourceUsage,
  daemon,
  none,
  hostRestart,
  databaseRestart,
  hungNode,
  partition,
  gracefulStop,
  mixedWithIntervalOnly,
  thirdPartyPolicy,
];
