import { CHAIN_SCRIPT, DAEMON_PROGRAM, FAMILY_PROGRAM, readJsonLine, spawnProgram } from './processes.js';

/**
 * An agent for tests that kill it. `running`: prints the process ids of a whole family once it runs; SIGUSR2 makes it
 * take memory until it is killed. `isolated`: prints those of a process and its daemon, as the user of the second
 * argument. `chain`: starts one that forks for ever, which has the agent's own output. `twelve`: those of ten idle processes and two families. A number: kills itself in the moment after it
 * started some families, of which nobody knows how far they came.
 */
const [mode, marker = ''] = process.argv.slice(2);
const family = () => spawnProgram(FAMILY_PROGRAM, { env: { PATH: process.env['PATH'] ?? '', MARKER: marker } });

/** As a user that nobody else has. */
const isolated = (uid: number) =>
  spawnProgram(DAEMON_PROGRAM, { cwd: '/', user: { uid, gid: uid, isDedicated: true } });

function takeMemory(): never {
  const taken = [];
  while (true) taken.push(Buffer.alloc(10_000_000, 1));
}

if (mode === 'chain') {
  const user = { uid: Number(marker), gid: Number(marker), isDedicated: true };
  const stdio = ['ignore', 'inherit', 'ignore'] as const;
  spawnProgram('', { command: '/bin/sh', args: ['-c', CHAIN_SCRIPT], cwd: '/', user, stdio });
} else if (mode === 'isolated') {
  process.stdout.write(`${JSON.stringify(await readJsonLine(isolated(Number(marker)).stdout))}\n`);
} else if (mode === 'twelve') {
  const idle = `console.log(JSON.stringify({ pids: [process.pid] })); setInterval(() => {}, 1000);`;
  const programs = [...Array.from({ length: 10 }, () => spawnProgram(idle)), family(), family()];
  const printed = await Promise.all(programs.map(({ stdout }) => readJsonLine<{ pids: number[] }>(stdout)));
  process.stdout.write(`${JSON.stringify({ pids: printed.flatMap(({ pids }) => pids) })}\n`);
} else if (mode === 'running') {
  const { pids } = await readJsonLine<{ pids: number[] }>(family().stdout);
  process.once('SIGUSR2', takeMemory);
  process.stdout.write(`${JSON.stringify({ pids })}\n`);
} else {
  Array.from({ length: 4 }, family);
  setTimeout(() => process.kill(process.pid, 'SIGKILL'), Number(mode));
}
