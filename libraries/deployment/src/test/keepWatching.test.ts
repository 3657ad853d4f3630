import { concat, NEVER, of, take, throwError, timeout, toArray, firstValueFrom } from 'rxjs';
import { describe, expect, it } from 'vitest';

import { type DeploymentChange, keepWatching } from '../index.js';

const snapshot: DeploymentChange = { kind: 'snapshot', deployments: [] };

describe(keepWatching.name, () => {
  it('says why the source is away, and starts again with a snapshot', async () => {
    const sources = [
      throwError(() => new Error('refused')),
      concat(
        of(snapshot),
        throwError(() => new Error('lost')),
      ),
      concat(of(snapshot), NEVER),
    ];
    const changes$ = keepWatching(() => sources.shift() ?? NEVER);
    expect(await firstValueFrom(changes$.pipe(take(4), toArray(), timeout(30_000)))).toEqual([
      { kind: 'unavailable', reason: 'refused' },
      snapshot,
      { kind: 'unavailable', reason: 'lost' },
      snapshot,
    ]);
  });
});
