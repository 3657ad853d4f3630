import { describe, expect, it } from 'vitest';

import { calmFromMs, faultsOf, type FaultSchedule, type InjectedFault } from '../index.js';

const schedules = Array.from({ length: 300 }, (_, seed) => faultsOf(seed));

describe(faultsOf.name, () => {
  it('gives a value that can be kept as JSON, the same for the same seed', () => {
    for (const [seed, schedule] of schedules.entries()) {
      expect(JSON.parse(JSON.stringify(schedule))).toEqual(schedule);
      expect(faultsOf(seed)).toEqual(schedule);
    }
    expect(new Set(schedules.map((schedule) => JSON.stringify(schedule))).size).toBe(schedules.length);
  });

  it('makes up every kind of fault, for host and for store, that ends and that does not', () => {
    const faults = schedules.flatMap((schedule) => schedule.faults);
    const kinds = new Set(faults.map((fault) => `${fault.kind} ${ends(fault)} ${endOf(fault)}`));
    expect([...kinds].sort()).toEqual([
      'crash  ends',
      'crash  lasts',
      'delay host ends',
      'delay store ends',
      'freeze  ends',
      'freeze  lasts',
      'notifications host ends',
      'notifications store ends',
      'partition both ends',
      'partition both lasts',
      'partition host ends',
      'partition host lasts',
      'partition store ends',
      'partition store lasts',
      'restart host ends',
      'restart store ends',
    ]);
    expect(new Set(schedules.flatMap(({ nodes }) => nodes.map(({ clockRate }) => clockRate)))).toEqual(
      new Set([1, 0.8, 1.25]),
    );
  });

  it('keeps to the sizes that it is given', () => {
    const small = { mostNodes: 2, mostDeployments: 1, mostFaults: 1, withinMs: 10 };
    for (let seed = 0; seed < 50; seed += 1) {
      const { nodes, deployments, faults } = faultsOf(seed, small);
      expect([nodes.length, deployments.length]).toEqual([2, 1]);
      for (const { atMs } of faults) expect(atMs).toBeLessThanOrEqual(10);
    }
  });
});

describe(calmFromMs.name, () => {
  const empty: FaultSchedule = { seed: 1, nodes: [], deployments: [], faults: [] };

  it('is when the last thing has come to its end', () => {
    expect(calmFromMs(empty)).toBe(0);
    const freeze = { kind: 'freeze', node: 'node-1', atMs: 5 } as const;
    expect(calmFromMs({ ...empty, faults: [freeze] })).toBe(5);
    expect(calmFromMs({ ...empty, faults: [freeze, { ...freeze, untilMs: 9 }] })).toBe(9);
    const crash = { kind: 'crash', node: 'node-1', atMs: 3, noticedMs: 0, renamed: false } as const;
    expect(calmFromMs({ ...empty, faults: [crash, { ...crash, backMs: 7 }] })).toBe(7);
    expect(calmFromMs({ ...empty, deployments: [{ id: 'd', insertedMs: 1, disabledMs: 2, enabledMs: 11 }] })).toBe(11);
  });
});

function ends(fault: InjectedFault): string {
  return 'from' in fault ? fault.from : 'to' in fault ? fault.to : 'of' in fault ? fault.of : '';
}

function endOf(fault: InjectedFault): string {
  return (fault.kind === 'crash' ? fault.backMs : fault.untilMs) === undefined ? 'lasts' : 'ends';
}
