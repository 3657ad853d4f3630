import { describe, expect, it } from 'vitest';

import { type FaultSchedule, faultsOf, type InjectedFault, judgeFaultHistory, simulateFaults } from '../index.js';
import { byCount } from './policies.js';

/** Three node-units that hold two deployments each, before something happens. */
function schedule(...faults: readonly InjectedFault[]): FaultSchedule {
  const names = ['node-1', 'node-2', 'node-3'];
  return {
    seed: 7,
    nodes: names.map((name) => ({ name, startMs: 0, clockRate: 1, zone: 'a' })),
    deployments: names.flatMap((heldBy) =>
      [1, 2].map((number) => ({ id: `${heldBy}-${number}`, insertedMs: 4_000, heldBy })),
    ),
    faults,
  };
}

const run = (...faults: readonly InjectedFault[]) => simulateFaults(byCount, schedule(...faults));
const FROM_MS = 20_000;

describe(simulateFaults.name, () => {
  it('gives exactly the same for the same schedule', async () => {
    for (const seed of [3, 8, 21]) {
      const [one, other] = [
        await simulateFaults(byCount, faultsOf(seed)),
        await simulateFaults(byCount, faultsOf(seed)),
      ];
      expect(other).toEqual(one);
      expect(one.roundCount).toBeGreaterThan(0);
    }
  });

  it('moves what a node-unit held that died, froze, or was cut off from the host, and nothing else', async () => {
    const node = 'node-1';
    for (const lost of [
      { kind: 'crash', node, atMs: FROM_MS, noticedMs: 0, renamed: false },
      { kind: 'freeze', node, atMs: FROM_MS },
      { kind: 'partition', node, from: 'host', atMs: FROM_MS },
      { kind: 'partition', node, from: 'both', atMs: FROM_MS },
    ] as const) {
      const history = await run(lost);
      const moved = history.writes.filter(({ after }) => after.address !== '').map(({ before }) => before.id);
      expect(moved.sort(), lost.kind).toEqual(['node-1-1', 'node-1-2']);
      expect(history.writes.every(({ atMs }) => atMs >= FROM_MS)).toBe(true);
      expect(judgeFaultHistory(history)).toEqual([]);
    }
  });

  it('moves nothing when host or store restart, and for what is cut off from the store only', async () => {
    for (const harmless of [
      { kind: 'restart', of: 'host', atMs: FROM_MS, untilMs: FROM_MS + 5_000 },
      { kind: 'restart', of: 'store', atMs: FROM_MS, untilMs: FROM_MS + 5_000 },
      { kind: 'partition', node: 'node-2', from: 'store', atMs: FROM_MS },
      { kind: 'freeze', node: 'node-2', atMs: FROM_MS, untilMs: FROM_MS + 5_000 },
      { kind: 'delay', node: 'node-2', to: 'host', atMs: FROM_MS, untilMs: FROM_MS + 30_000, mostMs: 3_000 },
      { kind: 'notifications', node: 'node-2', of: 'host', atMs: 0, untilMs: 60_000, lost: 1, doubled: 0 },
    ] as const) {
      const history = await run(harmless);
      expect(history.writes, JSON.stringify(harmless)).toEqual([]);
      expect(judgeFaultHistory(history)).toEqual([]);
    }
  });

  it('lets a node-unit that comes back under a new address begin with nothing', async () => {
    const crash = { kind: 'crash', node: 'node-1', atMs: FROM_MS, noticedMs: 0, renamed: true } as const;
    const { held, agents } = await run({ ...crash, backMs: FROM_MS + 60_000 });
    expect(held).toEqual({ 'node-1': 0, 'node-2': 3, 'node-3': 3 });
    expect(agents.map(({ address }) => address)).toEqual(['node-1', 'node-1.2', 'node-2', 'node-3']);
  });

  it('makes up for a lost notification with the next snapshot', async () => {
    const deaf = { kind: 'notifications', of: 'store', atMs: 0, untilMs: 60_000, lost: 1, doubled: 0 } as const;
    const all = ['node-1', 'node-2', 'node-3'].map((node) => ({ ...deaf, node }));
    const { writes, endedMs } = await simulateFaults(byCount, {
      ...schedule(...all),
      deployments: [{ id: 'new', insertedMs: 10_000 }],
    });
    expect(writes.map(({ before }) => before.id)).toEqual(['new']);
    expect(endedMs).toBeGreaterThan(60_000);
  });

  it('lets clocks run at their rates', async () => {
    const { nodes, ...rest } = schedule();
    const atRate = async (clockRate: number) =>
      (await simulateFaults(byCount, { ...rest, nodes: nodes.map((node) => ({ ...node, clockRate })) })).roundCount;
    expect(await atRate(8)).toBeGreaterThan(await atRate(1));
  });
});
