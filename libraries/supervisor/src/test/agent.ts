import { readJsonLine, FAMILY_PROGRAM, spawnProgram } from './processes.js';

/**
 * An agent for tests that kill it. `running`: prints the process ids of a whole family once it runs. `starting`: kills
 * itself in the moment after it started some families, of which nobody knows how far they came.
 */
const [mode, marker = ''] = process.argv.slice(2);
const family = () => spawnProgram(FAMILY_PROGRAM, { env: { PATH: process.env['PATH'] ?? '', MARKER: marker } });

if (mode === 'running') {
  const { pids } = await readJsonLine<{ pids: number[] }>(family().stdout);
  process.stdout.write(`${JSON.stringify({ pids })}\n`);
} else {
  Array.from({ length: 4 }, family);
  setTimeout(() => process.kill(process.pid, 'SIGKILL'), Number(mode));
}
