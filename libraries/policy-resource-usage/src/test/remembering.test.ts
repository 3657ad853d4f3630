import { aDeployment } from '@node-unit/deployment/testing';
import { aNodeUnit } from '@node-unit/fleet/testing';
import {
  type ClusterView,
  type Deployment,
  type NodeUnit,
  type NodeUnitSettledUsage,
  rankByScore,
} from '@node-unit/scheduler';
import { expect, it } from 'vitest';

import { createClaimPolicy } from '../index.js';

const PACKAGES = ['web', 'worker', 'job'];
const candidates = PACKAGES.map((packageName) => aDeployment({ id: packageName, packageName }));

/** As {@link Math.random}, the same every time. */
function sequence(): (below: number) => number {
  let state = 7;
  return (below) => {
    state = (state * 48_271) % 0x7fffffff;
    return state % below;
  };
}

/** Publishes its measurements, some of them not, or has just started. */
function publish(address: string, pick: (below: number) => number): NodeUnit {
  const usage = (): { cpuPercent: number; memoryMb: number } => ({ cpuPercent: pick(50), memoryMb: pick(500) });
  const measured = PACKAGES.slice(pick(4)).map((name) => [name, { ...usage(), instances: 1 + pick(3) }]);
  return aNodeUnit(address, {
    capacity: pick(10) === 0 ? undefined : { cpuCores: 1 + pick(2), memoryTotalMb: 1_000 },
    resourceUsage: pick(10) === 0 ? undefined : usage(),
    settledUsage: {
      base: pick(10) === 0 ? undefined : usage(),
      packages: Object.fromEntries(measured) as NodeUnitSettledUsage['packages'],
    },
  });
}

it('answers about one view after another as if it were asked for the first time', () => {
  const pick = sequence();
  const policy = createClaimPolicy({ env: {} });
  let nodeUnits: readonly NodeUnit[] = [];
  const held = new Map<string, readonly Deployment[]>();
  for (let step = 0; step < 200; step += 1) {
    const address = `node-unit ${pick(8)}`;
    const others = nodeUnits.filter((each) => each.address !== address);
    const at = pick(others.length + 1);
    if (pick(5) > 0) nodeUnits = [...others.slice(0, at), publish(address, pick), ...others.slice(at)];
    else nodeUnits = others;
    held.set(`node-unit ${pick(8)}`, candidates.slice(pick(4)));
    const view: ClusterView = { nowMs: step, nodeUnits, deploymentsByAddress: new Map(held) };
    const qualified = nodeUnits.filter((_each, place) => place !== step % 3);
    for (const candidate of candidates) {
      const fresh = createClaimPolicy({ env: {} }).rank(candidate, qualified, view);
      expect(policy.prepare?.(view)(candidate, qualified)).toEqual(fresh);
      const [best] = rankByScore(fresh);
      const lowest = fresh.filter(
        (each) => best?.kind === 'scored' && each.kind === 'scored' && each.score === best.score,
      );
      expect(policy.prepareBest?.(view)(candidate, qualified)).toEqual(lowest);
    }
  }
});
