import type { DeploymentReplica } from '@node-unit/deployment';
import { Subject } from 'rxjs';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { logStore } from '../storeLog.js';

const CURRENT: DeploymentReplica = { state: 'current', deployments: new Map() };
const missing = (reason: string): DeploymentReplica => ({ state: 'loading', reason });

describe(logStore.name, () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  it('says once for each reason why the deployments are not known, if it lasts, and when they are known again', () => {
    const records: unknown[] = [];
    const record = (fields: object, event: string): void => void records.push([event, fields]);
    const logger = { debug: record, info: record, warn: record, error: record };
    const replica$ = new Subject<DeploymentReplica>();
    logStore(replica$, logger);
    replica$.next(missing('no storage'));
    vi.advanceTimersByTime(4_999);
    replica$.next(CURRENT);
    vi.advanceTimersByTime(60_000);
    expect(records).toEqual([]);
    for (let attempt = 0; attempt < 20; attempt += 1) {
      replica$.next(missing('no storage'));
      vi.advanceTimersByTime(3_000);
    }
    replica$.next(CURRENT);
    expect(records).toEqual([
      ['StoreUnavailable', { reason: 'no storage' }],
      ['StoreAvailable', {}],
    ]);
  });
});
