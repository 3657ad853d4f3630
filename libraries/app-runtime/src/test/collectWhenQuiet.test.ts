import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

import { afterEach, describe, expect, it } from 'vitest';

import { isWorthCollecting } from '../collectWhenQuiet.js';

const MB = 2 ** 20;
const MODULE = new URL('../collectWhenQuiet.js', import.meta.url).href;

/** Fills its heap once, and says again and again how large it is. */
const BURST = `
const { collectWhenQuiet } = await import(${JSON.stringify(MODULE)});
collectWhenQuiet();
let held = Array.from({ length: 1_000_000 }, (_, number) => ({ number }));
console.log(process.memoryUsage().heapTotal);
held = undefined;
setInterval(() => console.log(process.memoryUsage().heapTotal), 500);
`;

/** Looks on as often as `collectWhenQuiet` does, which fails at its second look at the latest. */
const REFUSED = `
const { collectWhenQuiet } = await import(${JSON.stringify(MODULE)});
const { Session } = await import('node:inspector/promises');
let code;
try { new Session().connect(); } catch (error) { code = error.code; }
collectWhenQuiet();
setTimeout(() => console.log(code + ', and goes on'), 11_000);
`;

let stop = (): void => undefined;
afterEach(() => stop());

describe(isWorthCollecting.name, () => {
  it('lets a busy program be, and one that has little to give back', () => {
    const look = { heapBytes: 100 * MB, collectedBytes: 30 * MB, utilization: 0.01 };
    expect(isWorthCollecting(look)).toBe(true);
    expect(isWorthCollecting({ ...look, utilization: 0.5 })).toBe(false);
    expect(isWorthCollecting({ ...look, collectedBytes: 99 * MB })).toBe(false);
  });
});

describe('a program that has become quiet', () => {
  it('goes on where Node.js allows no inspector', async () => {
    const [major = 0] = process.versions.node.split('.').map(Number);
    const permission = major < 22 ? '--experimental-permission' : '--permission';
    const program = spawn(process.execPath, [permission, '--allow-fs-read=*', '--input-type=module', '-e', REFUSED], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    stop = () => void program.kill('SIGKILL');
    const [said] = (await once(createInterface({ input: program.stdout }), 'line')) as [string];
    expect(said).toBe('ERR_ACCESS_DENIED, and goes on');
  }, 60_000);

  it('gives back what a burst has taken', async () => {
    const program = spawn(process.execPath, ['--input-type=module', '-e', BURST], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    stop = () => void program.kill('SIGKILL');
    await once(program, 'spawn');
    let burstBytes = 0;
    for await (const line of createInterface({ input: program.stdout })) {
      burstBytes = Math.max(burstBytes, Number(line));
      if (Number(line) < burstBytes / 3) break;
    }
    expect(burstBytes).toBeGreaterThan(20 * MB);
  }, 60_000);
});
