import type { DeploymentReplica } from '@node-unit/deployment';
import { aDeployment } from '@node-unit/deployment/testing';
import { of, Subscription } from 'rxjs';
import { describe, expect, it } from 'vitest';

import { stopInOrder } from '../deployments/stopInOrder.js';
import { recordingLogger } from './recordingLogger.js';

const ROWS = [
  aDeployment({ id: '1', address: 'me' }),
  aDeployment({ id: '2', address: 'me' }),
  aDeployment({ id: 'of another', address: 'other' }),
  aDeployment({ id: 'daemon', type: 'daemon' }),
];

/** Everything that happens, in order; each process ends when the test says so. */
function stopping(replica: DeploymentReplica, handBack: (id: string) => Promise<void> = () => Promise.resolve()) {
  const happened: string[] = [];
  const end = new Map<string, () => void>();
  const logger = recordingLogger();
  const done = stopInOrder({
    running: new Subscription(() => happened.push('rounds end')),
    own$: of(replica),
    supervisor: {
      stop: (id) => {
        happened.push(`stop ${id}`);
        return new Promise((resolve) => end.set(id, resolve));
      },
    },
    store: {
      handBack: (id, address) => {
        happened.push(`hand back ${id} of ${address}`);
        return handBack(id);
      },
    },
    address: 'me',
    logger,
  });
  return { happened, end: (id: string) => end.get(id)?.(), logger, done };
}

const current: DeploymentReplica = { state: 'current', deployments: new Map(ROWS.map((row) => [row.id, row])) };
const nextTurn = () => new Promise((resolve) => setImmediate(resolve));

describe(stopInOrder.name, () => {
  it('starts nothing new, stops what was claimed at the same time, and hands each back when it has ended', async () => {
    const { happened, end, logger, done } = stopping(current);
    await nextTurn();
    expect(happened).toEqual(['rounds end', 'stop 1', 'stop 2']);
    end('2');
    await nextTurn();
    expect(happened.slice(3)).toEqual(['hand back 2 of me']);
    end('1');
    await done;
    expect(happened.slice(4)).toEqual(['hand back 1 of me']);
    expect(logger.records).toEqual([
      { level: 'info', event: 'DeploymentHandedBack', deployment_id: '2' },
      { level: 'info', event: 'DeploymentHandedBack', deployment_id: '1' },
    ]);
  });

  it('goes on when the store is out of reach, and warns', async () => {
    const { end, logger, done } = stopping(current, (id) =>
      id === '1' ? Promise.reject(new Error('no storage')) : Promise.resolve(),
    );
    await nextTurn();
    end('1');
    end('2');
    await done;
    expect(logger.records).toMatchObject([
      { level: 'warn', event: 'DeploymentNotHandedBack', deployment_id: '1' },
      { level: 'info', event: 'DeploymentHandedBack', deployment_id: '2' },
    ]);
  });

  it('hands back what was last known when the store is away, and nothing when nothing was ever heard', async () => {
    const stale = stopping({ ...current, state: 'stale', reason: 'away' });
    await nextTurn();
    expect(stale.happened).toContain('stop 1');
    stale.end('1');
    stale.end('2');
    await stale.done;
    const loading = stopping({ state: 'loading' });
    await loading.done;
    expect(loading.happened).toEqual(['rounds end']);
  });
});
