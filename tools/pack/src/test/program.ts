import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

import { onTestFinished } from 'vitest';

/** A program of the package that runs. */
export interface RunningProgram {
  readonly pid: number;
  /** Every line that it has written, of both streams. */
  readonly lines: readonly string[];
  readonly exited: Promise<number | null>;
}

/** Starts a program, which is killed at the end of the test if it still runs. */
export function startProgram(
  command: string,
  args: readonly string[],
  options: { readonly cwd: string; readonly env: Record<string, string> },
): RunningProgram {
  const child = spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
  const lines: string[] = [];
  for (const input of [child.stdout, child.stderr]) createInterface({ input }).on('line', (line) => lines.push(line));
  const exited = new Promise<number | null>((resolve) => child.once('exit', resolve));
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await exited;
  });
  return { pid: child.pid ?? 0, lines, exited };
}
