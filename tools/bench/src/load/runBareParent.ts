import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import type { Sample } from '../measure.js';

const PROGRAM = fileURLToPath(new URL('bareParent.js', import.meta.url));

/** What it costs to start and to end processes; CPU: the parent's. */
export interface StartAndStop {
  readonly started: Sample;
  readonly stopped: Sample;
}

/** A process of its own that starts as many processes, and ends them. */
export async function runBareParent(count: number): Promise<StartAndStop> {
  const { stdout } = await promisify(execFile)(process.execPath, [PROGRAM, String(count)]);
  return JSON.parse(stdout) as StartAndStop;
}
