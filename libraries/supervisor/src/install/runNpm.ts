import { text } from 'node:stream/consumers';

import { spawnProcessGroup } from '../group/spawnProcessGroup.js';
import type { ProcessUser } from '../users/ProcessUser.js';

const LAST_LINES = 15;

export interface NpmOptions {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  /** Whom npm and the scripts of packages run as; undefined = the agent's own user. */
  readonly user?: ProcessUser | undefined;
  /** Kills npm and all that it has started; the call then rejects with the signal's reason. */
  readonly signal: AbortSignal;
}

export interface NpmResult {
  readonly exitCode: number | null;
  readonly stdout: string;
  /** npm's last lines, for a message. */
  readonly complaint: string;
}

/** Runs npm to its end, whatever its exit code, and leaves nothing of it running. */
export async function runNpm(args: readonly string[], { cwd, env, user, signal }: NpmOptions): Promise<NpmResult> {
  signal.throwIfAborted();
  const group = spawnProcessGroup({ command: 'npm', args, cwd, env, user, stdio: ['ignore', 'pipe', 'pipe'] });
  const kill = (): void => void group.kill();
  signal.addEventListener('abort', kill);
  try {
    const outputs = Promise.all([group.stdout, group.stderr].map(async (stream) => (stream ? text(stream) : '')));
    const [[stdout = '', stderr = ''], { exitCode }] = await Promise.all([outputs, group.exited, group.gone]);
    signal.throwIfAborted();
    return { exitCode, stdout, complaint: stderr.trim().split('\n').slice(-LAST_LINES).join('\n') };
  } finally {
    signal.removeEventListener('abort', kill);
  }
}
