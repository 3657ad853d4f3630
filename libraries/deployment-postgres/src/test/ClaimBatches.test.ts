import { describe, expect, it } from 'vitest';

import { ClaimBatches, type WantedClaim } from '../ClaimBatches.js';

/** A database whose statements end when the test says so. */
function createDatabase() {
  const batches: WantedClaim[][] = [];
  const ends: ((fault?: Error) => void)[] = [];
  const claims = new ClaimBatches((wanted) => {
    batches.push([...wanted]);
    return new Promise((resolve, reject) => {
      const written = wanted.filter(({ address }) => address !== 'late');
      const rows = written.map(({ deploymentId }) => ({ deploymentId, claimEpoch: 1 }));
      ends.push((fault) => (fault ? reject(fault) : resolve(rows)));
    });
  });
  const claim = (deploymentId: string, address: string) =>
    claims.claim({ deploymentId, address, claimEpoch: undefined }).then(({ outcome }) => outcome);
  const sent = () => batches.map((batch) => batch.map(({ deploymentId, address }) => `${deploymentId}${address}`));
  return { claim, ends, sent };
}

describe(ClaimBatches.name, () => {
  it('sends one that comes alone at once, and together what comes meanwhile', async () => {
    const { claim, ends, sent } = createDatabase();
    const first = claim('1', 'a');
    const others = [claim('2', 'b'), claim('3', 'late')];
    expect(sent()).toEqual([['1a']]);
    ends[0]?.();
    expect(await first).toBe('claimed');
    await expect.poll(sent).toEqual([['1a'], ['2b', '3late']]);
    ends[1]?.();
    expect(await Promise.all(others)).toEqual(['claimed', 'conflict']);
  });

  it('waits a moment for as many as came together before', async () => {
    const { claim, ends, sent } = createDatabase();
    const all = [claim('1', 'a'), claim('2', 'b'), claim('3', 'c')];
    ends[0]?.();
    await expect.poll(sent).toEqual([['1a'], ['2b', '3c']]);
    ends[1]?.();
    await Promise.all(all);
    const together = [claim('4', 'a'), claim('5', 'b')];
    expect(sent()).toHaveLength(2);
    await expect.poll(sent).toEqual([['1a'], ['2b', '3c'], ['4a', '5b']]);
    ends[2]?.();
    await Promise.all(together);
  });

  it('waits for nobody who has not come for a while', async () => {
    const { claim, ends, sent } = createDatabase();
    const all = [claim('1', 'a'), claim('2', 'b')];
    ends[0]?.();
    await expect.poll(sent).toEqual([['1a'], ['2b']]);
    ends[1]?.();
    await Promise.all(all);
    const alone = claim('3', 'a');
    expect(sent().at(-1)).toEqual(['3a']);
    ends[2]?.();
    expect(await alone).toBe('claimed');
  });

  it('sends claims of one deployment one after another', async () => {
    const { claim, ends, sent } = createDatabase();
    const all = [claim('1', 'a'), claim('2', 'a'), claim('2', 'b'), claim('3', 'a')];
    ends[0]?.();
    await expect.poll(sent).toEqual([['1a'], ['2a', '3a']]);
    ends[1]?.();
    await expect.poll(sent).toEqual([['1a'], ['2a', '3a'], ['2b']]);
    ends[2]?.();
    await Promise.all(all);
  });

  it('tells everybody of a statement why it failed, and goes on', async () => {
    const { claim, ends, sent } = createDatabase();
    const [first, second] = [claim('1', 'a'), claim('2', 'a')];
    ends[0]?.(new Error('the database is away'));
    await expect(first).rejects.toThrow('the database is away');
    await expect.poll(() => sent().length).toBe(2);
    ends[1]?.();
    expect(await second).toBe('claimed');
  });
});
