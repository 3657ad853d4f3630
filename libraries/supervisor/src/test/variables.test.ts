import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

import { listProcesses, readProcFile } from '@node-unit/resource-usage';
import { deployment, IDLE, SLOW, startSupervisor } from './deployments.js';
import { temporaryFolder, writePackage } from './packages.js';

describe("a deployment's variables", () => {
  it('refuses what Node.js would load, as a whole and with the option, and what cannot be a variable', async () => {
    const { version } = writePackage('test-env', { 'index.js': IDLE });
    const { supervisor, state, log } = startSupervisor();
    const fields = { packageName: 'test-env', packageVersion: version };
    supervisor.setDeployments([
      deployment({ id: 'options', ...fields, env: { NODE_OPTIONS: '--max-old-space-size=300 --import tsx' } }),
      deployment({ id: 'large', ...fields, env: { BIG: 'x'.repeat(200_000) } }),
    ]);
    await expect.poll(() => [state('options')?.state, state('large')?.state], SLOW).toEqual(['refused', 'refused']);
    expect(state('options')?.reason).toContain('--import in NODE_OPTIONS');
    expect(state('large')?.reason).toContain('the variable "BIG" has 200005 bytes; at most 131072 fit');
    expect(log('options') + log('large')).toBe('');
  });

  it('gives every name to the process, and none of its values to a command line', async () => {
    const { version } = writePackage('test-env', {
      'index.js': `console.log(JSON.stringify(process.env)); setInterval(() => {}, 1000);`,
    });
    const marker = join(temporaryFolder(), 'pwned');
    const env = {
      'db.password': 'sec"ret\n1',
      'X-TOKEN': 'secret2',
      ENV: 'production',
      [`-Ssh -c "touch ${marker}" #`]: 'x',
    };
    const { supervisor, log } = startSupervisor();
    supervisor.setDeployments([deployment({ id: 'd', packageName: 'test-env', packageVersion: version, env })]);
    await expect.poll(() => log('d'), SLOW).toContain('\n');
    expect(JSON.parse(log('d'))).toMatchObject(env);
    const commandLines = (listProcesses() ?? []).map((pid) => readProcFile(pid, 'cmdline')).join('\n');
    expect(commandLines).not.toMatch(/secret2|sec"ret/);
    expect(existsSync(marker)).toBe(false);
  });
});
