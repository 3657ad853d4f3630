import { monitorEventLoopDelay, performance } from 'node:perf_hooks';

import { describe, expect, it } from 'vitest';

import { deployment, idlePackage, SLOW, startSupervisor } from './deployments.js';
import { writePackage } from './packages.js';

/** `FLOOD_MB=1000` for more of the same. */
const FLOOD_MB = Number(process.env['FLOOD_MB'] ?? 100);
const LINE_BYTES = 100;
const TOTAL_BYTES = FLOOD_MB * 1_000_000;
const FLOOD = `
  const { writeSync } = require('node:fs');
  const chunk = Buffer.from(('x'.repeat(${LINE_BYTES - 1}) + '\\n').repeat(1000));
  for (let left = ${TOTAL_BYTES}; left > 0; ) {
    try { left -= writeSync(1, chunk, 0, Math.min(chunk.length, left)); } catch (error) { if (error.code !== 'EAGAIN') throw error; }
  }
  setInterval(() => {}, 1000);
`;

describe('a process that writes as fast as it can', () => {
  it(
    'holds up neither the agent nor another deployment, and no byte is unaccounted for',
    { timeout: 240_000 },
    async () => {
      const { version } = writePackage('test-flood', { 'index.js': FLOOD });
      const { supervisor, state, find, log } = startSupervisor();
      const delays = monitorEventLoopDelay({ resolution: 10 });
      delays.enable();
      const startedMs = performance.now();
      supervisor.setDeployments([deployment({ id: 'flood', packageName: 'test-flood', packageVersion: version })]);
      await expect.poll(() => state('flood')?.state, SLOW).toBe('running');
      supervisor.setDeployments([
        deployment({ id: 'flood', packageName: 'test-flood', packageVersion: version }),
        deployment({ id: 'other', ...idlePackage() }),
      ]);
      await expect.poll(() => log('other'), SLOW).toBe('up\n');
      const counts = () => supervisor.logCounts('flood') ?? { writtenBytes: 0, droppedBytes: 0 };
      const total = () => counts().writtenBytes + counts().droppedBytes;
      await expect.poll(total, { timeout: 200_000, interval: 50 }).toBe(TOTAL_BYTES);
      delays.disable();
      const seconds = (performance.now() - startedMs) / 1_000;
      const longestMs = delays.max / 1e6;
      process.stderr.write(
        `flood: ${FLOOD_MB} MB in ${seconds.toFixed(1)} s, ${counts().writtenBytes} bytes written, ${counts().droppedBytes} dropped, ` +
          `event loop held up for ${longestMs.toFixed(0)} ms at most, ${(delays.percentile(99) / 1e6).toFixed(0)} ms at p99\n`,
      );
      // A node-unit is evicted after six seconds without a heartbeat. That a machine is busy with other things is in here.
      expect(longestMs).toBeLessThan(5_000);
      expect(find('DeploymentProcessExited')).toEqual([]);
    },
  );
});
