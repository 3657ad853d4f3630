// Writes the copies of the systemd units in common/deploy/systemd, with the paths of a usual installation. With --verify it
// changes nothing, and fails if a copy is out of date.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { unitFile, unitKinds } from '../lib/install/systemd/unitFile.js';

const folder = fileURLToPath(new URL('../../../common/deploy/systemd', import.meta.url));
mkdirSync(folder, { recursive: true });
for (const kind of unitKinds) {
  const file = join(folder, `node-unit-${kind === 'node-unit' ? 'agent' : kind}.service`);
  const text = unitFile({ kind, command: ['/usr/bin/unitctl'] });
  if (!process.argv.includes('--verify')) writeFileSync(file, text);
  else if (readFileSync(file, 'utf8') !== text) {
    console.error(`${file} is out of date: run "npm run docs"`);
    process.exitCode = 1;
  }
}
