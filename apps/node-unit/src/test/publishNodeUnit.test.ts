import type { ServiceHandler, Terminal } from '@node-unit/protocol';
import { NEVER, Subscription } from 'rxjs';
import { afterEach, describe, expect, it } from 'vitest';

import { type NodeUnitIdentity, publishNodeUnit } from '../publication/publishNodeUnit.js';
import { recordingLogger } from './recordingLogger.js';

const IDENTITY: NodeUnitIdentity = {
  address: 'a',
  name: 'one',
  version: '1.0.0',
  claimPolicyName: 'spread',
  claimPolicyVersion: '1.0.0',
  capacity: { cpuCores: 1, memoryTotalMb: 1_024 },
  nodeTags: { zone: 'eu' },
};

/** A sample lists all processes of the machine, which takes its time on a busy one. */
const PATIENCE = { timeout: 30_000 };

let stopStarted = (): void => undefined;
afterEach(() => stopStarted());

/** Publishes this very process, as a node-unit without deployments; `rootPids` may fail. */
function publishing(rootPids: () => readonly number[] = () => []) {
  const tags: Readonly<Record<string, string | undefined>>[] = [];
  const offered = { handler: undefined as ServiceHandler | undefined, isWithdrawn: false };
  const terminal: Pick<Terminal, 'setTags' | 'offerService'> = {
    setTags: (next) => tags.push(next),
    offerService: (_service, handler) => {
      offered.handler = handler;
      return new Subscription(() => (offered.isWithdrawn = true));
    },
  };
  const logger = recordingLogger();
  const publication = publishNodeUnit({
    terminal: terminal as Terminal,
    identity: IDENTITY,
    supervisor: { rootPids, instances: () => [], limitMemory: () => undefined },
    drained$: NEVER,
    intervalMs: 200,
    logger,
  });
  stopStarted = () => publication.stop();
  const inspect = () => offered.handler?.({} as Parameters<ServiceHandler>[0]);
  return { tags, offered, logger, publication, inspect };
}

describe(publishNodeUnit.name, () => {
  it('says at once who it is, and what it uses as soon as that is measured', async () => {
    const { tags, inspect } = publishing();
    expect(tags).toHaveLength(1);
    expect(tags[0]).toMatchObject({
      node_unit_name: 'one',
      node_unit_claim_policy: 'spread',
      node_unit_tag_zone: 'eu',
    });
    expect(tags[0]?.['node_unit_memory_mb']).toBeUndefined();
    expect(inspect()).toMatchObject([{ res: { code: 503 } }]);
    await expect.poll(() => Number(tags.at(-1)?.['node_unit_memory_mb']), PATIENCE).toBeGreaterThan(0);
    expect(inspect()).toMatchObject([{ res: { code: 0, data: { memory_mb: expect.any(Number) as number } } }]);
  });

  it('withdraws a usage that cannot be measured any more, and publishes it again when it can', async () => {
    let isBroken = false;
    const { tags, logger, inspect } = publishing(() => {
      if (isBroken) throw new Error('no processes');
      return [];
    });
    const memory = () => tags.at(-1)?.['node_unit_memory_mb'];
    await expect.poll(memory, PATIENCE).toBeDefined();
    isBroken = true;
    await expect.poll(memory, PATIENCE).toBeUndefined();
    expect(inspect()).toMatchObject([{ res: { code: 503 } }]);
    expect(logger.records.filter(({ event }) => event === 'ResourceUsageNotMeasured').length).toBeGreaterThanOrEqual(3);
    expect(logger.records.at(-1)).toEqual({ level: 'warn', event: 'ResourceUsageWithdrawn' });
    isBroken = false;
    await expect.poll(memory, PATIENCE).toBeDefined();
  });

  it('withdraws from claiming at once, and stays so at the next measurement', async () => {
    const { tags, publication } = publishing();
    publication.withdraw();
    expect(tags.at(-1)).toMatchObject({ node_unit_claim_policy: 'none', node_unit_name: 'one' });
    const before = tags.length;
    await expect.poll(() => tags.length, PATIENCE).toBeGreaterThan(before);
    expect(tags.at(-1)).toMatchObject({ node_unit_claim_policy: 'none' });
  });

  it('stops measuring and withdraws its service', async () => {
    const { tags, offered, publication } = publishing();
    publication.stop();
    expect(offered.isWithdrawn).toBe(true);
    const before = tags.length;
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(tags).toHaveLength(before);
  });
});
