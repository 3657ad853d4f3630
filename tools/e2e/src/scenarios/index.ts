import type { Scenario } from '../Scenario.js';
import { daemon } from './daemon/run.js';
import { failover } from './failover/run.js';
import { gracefulStop } from './graceful-stop/run.js';
import { hungNode } from './hung-node/run.js';
import { mixedWithIntervalOnly } from './mixed-with-interval-only/run.js';
import { none } from './none/run.js';
import { partition } from './partition/run.js';
import { portal } from './portal/run.js';
import { portalResourceUsage } from './portal-resource-usage/run.js';
import { databaseRestart } from './database-restart/run.js';
import { hostRestart } from './host-restart/run.js';
import { thirdPartyPolicy } from './third-party-policy/run.js';

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
