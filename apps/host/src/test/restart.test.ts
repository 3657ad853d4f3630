import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { awaitNames, awaitValue, TestHub } from './TestHub.js';

let hub: TestHub;
beforeEach(async () => (hub = await new TestHub().start()));
afterEach(() => hub.dispose());

describe('a host that is restarted', () => {
  it('has everybody back, who saw nobody leave, and nothing is executed late', async () => {
    const [a, b] = await hub.connected('a', 'b');
    const executed: unknown[] = [];
    a!.offerService({ method: 'Execute', schema: {} }, ({ req }) => {
      executed.push(req);
      return [{ res: { code: 0, message: 'OK' } }];
    });
    await awaitValue(b!.terminalInfos$, (infos) => JSON.stringify(infos).includes('Execute'));
    const whileStopping: number[] = [];
    const watching = b!.terminalInfos$.subscribe((infos) => whileStopping.push(infos.length));
    await hub.stop();
    await awaitValue(b!.connection$, ({ state }) => state === 'disconnected');
    const call = { method: 'Execute', targetTerminalId: a!.terminalId };
    await expect(b!.requestForResponse({ ...call, req: 'lost' })).rejects.toMatchObject({ code: 'DISCONNECTED' });
    expect(whileStopping).toEqual([3]);
    watching.unsubscribe();
    await hub.start();
    await awaitNames(b!, 'a', 'b');
    await awaitNames(a!, 'a', 'b');
    const connection = await awaitValue(b!.connection$);
    expect(connection).toMatchObject({ state: 'connected', hostUptimeMs: expect.any(Number) as number });
    expect((await b!.requestForResponse({ ...call, req: 'sent' })).code).toBe(0);
    expect(executed).toEqual(['sent']);
  });

  it('closes for good, and twice is the same', async () => {
    const [a] = await hub.connected('a');
    await Promise.all([hub.stop(), hub.stop()]);
    const connection = await awaitValue(a!.connection$, (state) => 'reason' in state);
    expect(connection).toEqual({ state: 'disconnected', reason: 'the host is stopping' });
  });
});
