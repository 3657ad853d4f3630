import assert from 'node:assert/strict';

import { deriveKeyPair } from '@node-unit/credentials';
import { connectTerminal } from '@node-unit/protocol';
import { filter } from 'rxjs';

import { awaitFirst } from '../bench/RawTerminal.js';
import { StandInHost } from '../bench/StandInHost.js';
import { BATCH_SIZE, runFuzz } from './fuzzRun.js';

const TOKEN = 'token';

/** Sends cases to a terminal from a host that means no good; gives how many. */
export async function fuzzTerminal(cases: number): Promise<number> {
  const host = await new StandInHost(TOKEN).start();
  const terminal = connectTerminal({ hostUrl: host.url, name: 'terminal', keyPair: deriveKeyPair('terminal', 'fuzz') });
  terminal.offerService({ method: 'Echo', schema: {} }, ({ req }) => [{ res: { code: 0, message: 'OK', data: req } }]);
  await awaitFirst(terminal.connection$.pipe(filter(({ state }) => state === 'connected')), 'a connection');
  const ids = { own: '@host', others: [terminal.terminalId, 'somebody'] };
  let batches = 0;
  try {
    return await runFuzz({ ids, batches: cases / BATCH_SIZE, batchSize: BATCH_SIZE }, async (batch) => {
      batches += 1;
      for (const each of batch) host.sendRaw(each);
      const trace_id = `batch ${batches}`;
      host.send(terminal.terminalId, { trace_id, method: 'Echo', req: { batches }, seq_id: 0 });
      const { res } = await host.heard((body) => body.trace_id === trace_id && body.res !== undefined, 'an answer');
      assert.deepEqual(res, { code: 0, message: 'OK', data: { batches } });
    });
  } finally {
    await terminal.dispose();
    await host.stop();
  }
}
