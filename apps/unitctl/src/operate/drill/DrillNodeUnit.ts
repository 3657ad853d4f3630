import { createInterface } from 'node:readline';

import { AppError } from '@node-unit/app-runtime/AppError';
import { EXIT } from '@node-unit/app-runtime/exitCodes';
import { spawnProcessGroup } from '@node-unit/supervisor';

import { programFile } from '../../install/programs.js';

/** The node-unit of a drill, which ends with this process. */
export interface DrillNodeUnit {
  /** Rejects if it ends before it was told to. */
  readonly ended: Promise<never>;
  /** To the agent alone, not to what it has started. */
  signal(name: 'SIGKILL' | 'SIGSTOP' | 'SIGCONT'): void;
  /** Ends it and everything that it has started, in order if that is soon. */
  end(): Promise<void>;
}

const END_MS = 5_000;

/** `ended` tells of one that is not. */
function signalIfAlive(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** Starts the program; resolves when the process is there, which is before it has joined. */
export function startDrillNodeUnit(cwd: string, env: Readonly<Record<string, string>>): DrillNodeUnit {
  const stdio = ['ignore', 'pipe', 'pipe'] as const;
  const group = spawnProcessGroup({ command: process.execPath, args: [programFile('node-unit')], cwd, env, stdio });
  let isExpected = false;
  let last = '';
  group.stdout?.resume();
  if (group.stderr) createInterface({ input: group.stderr }).on('line', (line) => (last = line));
  const ended = new Promise<never>((_resolve, reject) => {
    void group.exited.then(({ exitCode, signal }) => {
      if (isExpected) return;
      const end = signal === null ? `exit code ${exitCode}` : `killed by ${signal}`;
      reject(new AppError(EXIT.failed, `the node-unit of the drill ended by itself (${end}${last && `: ${last}`})`));
    });
  });
  // Who does not wait for anything at that moment hears of it later.
  ended.catch(() => undefined);
  return {
    ended,
    signal: (name) => {
      isExpected ||= name === 'SIGKILL';
      signalIfAlive(group.pid, name);
    },
    end: async () => {
      isExpected = true;
      await group.stop(END_MS);
    },
  };
}
