import { connectTerminal, HOST_ID } from '@node-unit/protocol';
import { combineLatest } from 'rxjs';

import { tagsOf } from './infoOf.js';
import { LightTerminal } from './LightTerminal.js';

// Many terminals in one process, as a program: `terminalCrowd.js <url> <token> <light> <real> <everybody>`. Writes a line when all of
// them see everybody, with the CPU time of this process so far, and one when that is over.
// It ends with the process that started it.
process.stdin.on('end', () => process.exit()).resume();
const [url = '', token = '', light = '', real = '', everybody = ''] = process.argv.slice(2);
const expected = Number(everybody) + 1;
const sees: (() => number)[] = [];
let isComplete = false;

function check(): void {
  const complete = sees.length === Number(light) + Number(real) && sees.every((size) => size() === expected);
  if (complete === isComplete) return;
  isComplete = complete;
  const { user, system } = process.cpuUsage();
  const line = { complete, at: Date.now(), cpuMs: (user + system) / 1_000 };
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

for (let count = 0; count < Number(light); count += 1) {
  const terminal = new LightTerminal(url, token, check);
  sees.push(() => terminal.sees);
}
for (let count = 0; count < Number(real); count += 1) connectReal();

function connectReal(): void {
  const terminal = connectTerminal({ hostUrl: url, hostToken: token, name: '@node-unit/node-unit' });
  terminal.setTags(tagsOf(terminal.terminalId));
  let size = 0;
  combineLatest([terminal.connection$, terminal.terminalInfos$]).subscribe(([{ state }, infos]) => {
    const ids = new Set(infos.map(({ terminal_id }) => terminal_id));
    size = state === 'connected' && ids.has(HOST_ID) && ids.size === infos.length ? ids.size : 0;
    check();
  });
  sees.push(() => size);
}
