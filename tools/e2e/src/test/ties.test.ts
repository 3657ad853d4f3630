import { describe, expect, it } from 'vitest';

import { useCluster } from './useCluster.js';

const cluster = useCluster();
const ROUNDS = 12;

describe('two node-units that tie', { timeout: 120_000 }, () => {
  it('are both eligible, the database decides, and each deployment is claimed once', async () => {
    // One over terminals, one with the database: both ways are the same store.
    await cluster().join(['one']);
    await cluster().join(['two'], { POSTGRES_URI: cluster().local.postgresUri });
    for (let pair = 0; pair < ROUNDS; pair += 1) {
      const picture = await cluster().runSamples(2);
      const counts = ['one', 'two'].map(
        (name) => [...picture.processes.values()].filter(({ nodeUnit }) => nodeUnit === name).length,
      );
      expect(counts).toEqual([pair + 1, pair + 1]);
    }
    const events = await cluster().history();
    expect(events).toHaveLength(2 * ROUNDS);
    expect(events.every((event) => event.previousAddress === '')).toBe(true);
    const tied = cluster()
      .logged('one', 'DeploymentClaimEligibility')
      .filter(({ eligible_node_units }) => (eligible_node_units as string[]).length === 2);
    expect(tied.length).toBeGreaterThan(0);
  });
});
