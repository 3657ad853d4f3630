import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { unitFile, unitKinds } from '../install/systemd/unitFile.js';
import { Folder } from './Folder.js';

const UNITS = fileURLToPath(new URL('../../../../common/deploy/systemd', import.meta.url));
let folder: Folder;
beforeAll(() => (folder = new Folder()));
afterAll(() => folder.remove());

const hasSystemd = spawnSync('systemd-analyze', ['--version']).status === 0;

describe('unitctl systemd', () => {
  it.each(unitKinds)('prints a unit for %s by which its program is stopped in order', (kind) => {
    const { stdout, status } = folder.run(['systemd', kind, '--user', 'node-unit', '--environment-file', '/etc/x.env']);
    expect(status).toBe(0);
    const values = new Map(stdout.split('\n').map((line) => line.split(/=(.*)/s) as [string, string]));
    expect(values.get('ExecStart')).toMatch(new RegExp(`^${process.execPath} /.*/bin/unitctl\\.js (run )?${kind}$`));
    expect(values.get('EnvironmentFile')).toBe('/etc/x.env');
    expect([values.get('User'), values.get('KillMode'), values.get('Restart')]).toEqual([
      'node-unit',
      'mixed',
      'always',
    ]);
    expect(Number(values.get('TimeoutStopSec'))).toBeGreaterThan(['host', 'storage'].includes(kind) ? 10 : 60);
  });

  it('quotes what systemd would replace or split', () => {
    expect(unitFile({ kind: 'up', command: ['/opt/my node/bin/node', '/x/100%/$y.js'] })).toContain(
      'ExecStart="/opt/my node/bin/node" /x/100%%/$$y.js up\n',
    );
  });

  it.each(unitKinds)('has a copy for %s in common/deploy (npm run docs)', (kind) => {
    const copy = readFileSync(join(UNITS, `node-unit-${kind === 'node-unit' ? 'agent' : kind}.service`), 'utf8');
    expect(copy).toBe(unitFile({ kind, command: ['/usr/bin/unitctl'] }));
  });

  it.skipIf(!hasSystemd).each(unitKinds)('prints a unit for %s that systemd accepts', (kind) => {
    const file = join(folder.path, `node-unit-test-${kind}.service`);
    writeFileSync(file, unitFile({ kind, command: [process.execPath, '/x.js'] }));
    const { status, stderr } = spawnSync('systemd-analyze', ['verify', file], { encoding: 'utf8' });
    expect([status, stderr.split('\n').filter((line) => line.includes(kind))]).toEqual([0, []]);
  });
});
