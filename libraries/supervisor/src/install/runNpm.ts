import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';

import type { ProcessGroup } from '../group/ProcessGroup.js';
import { spawnProcessGroup } from '../group/spawnProcessGroup.js';
import { SupervisorError } from '../SupervisorError.js';
import type { ProcessUser } from '../users/ProcessUser.js';
import { OutputTail } from './OutputTail.js';

const LAST_LINES = 15;
const MAX_LINES_BYTES = 8 * 1024;
/** An answer of the registry lists all versions of a package. */
const MAX_ANSWER_BYTES = 4 * 1024 * 1024;
/** For the rest of a pipe, which a process that is out of reach may keep open for ever. */
const DRAIN_MS = 1_000;

export interface NpmOptions {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  /** Whom npm and the scripts of packages run as; undefined = the agent's own user. */
  readonly user?: ProcessUser | undefined;
  /** Kills npm and all that it has started; the call then rejects with the signal's reason. */
  readonly signal: AbortSignal;
  /** After it, npm and all that it has started are killed. */
  readonly timeoutMs: number;
}

export interface NpmResult {
  readonly exitCode: number | null;
  readonly stdout: string;
  /** npm's last lines, for a message. */
  readonly complaint: string;
  /** The last lines of npm and of the scripts of packages, as they came. */
  readonly lastLines: string;
}

/**
 * Runs npm to its end, whatever its exit code, and leaves nothing of it running.
 *
 * @throws SupervisorError `INSTALL_FAILED` if npm took too long
 */
export async function runNpm(args: readonly string[], options: NpmOptions): Promise<NpmResult> {
  const { cwd, env, user, signal, timeoutMs } = options;
  signal.throwIfAborted();
  const group = spawnProcessGroup({ command: 'npm', args, cwd, env, user, stdio: ['ignore', 'pipe', 'pipe'] });
  const answer = new OutputTail(MAX_ANSWER_BYTES);
  const [complaint, printed] = [new OutputTail(MAX_LINES_BYTES), new OutputTail(MAX_LINES_BYTES)];
  [answer, printed].forEach((tail) => tail.readFrom(group.stdout));
  [complaint, printed].forEach((tail) => tail.readFrom(group.stderr));
  const isLate = await endOf(group, signal, timeoutMs);
  signal.throwIfAborted();
  const lastLines = printed.lastLines(LAST_LINES);
  if (isLate) throw tookTooLong(timeoutMs, lastLines);
  const { exitCode } = await group.exited;
  return { exitCode, stdout: answer.text(), complaint: complaint.lastLines(LAST_LINES), lastLines };
}

/** Whether the group was killed because its time was over. */
async function endOf(group: ProcessGroup, signal: AbortSignal, timeoutMs: number): Promise<boolean> {
  let isLate = false;
  const kill = (): void => void group.kill();
  const timer = setTimeout(() => {
    isLate = true;
    kill();
  }, timeoutMs);
  signal.addEventListener('abort', kill);
  const ends = [group.stdout, group.stderr].map(endOfStream);
  try {
    await group.gone;
    await drained(group, ends);
    return isLate;
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', kill);
  }
}

async function endOfStream(stream: Readable | null): Promise<void> {
  if (stream !== null) await once(stream, 'close').catch(() => undefined);
}

async function drained({ stdout, stderr }: ProcessGroup, ends: readonly Promise<void>[]): Promise<void> {
  const waiting = new AbortController();
  const { signal } = waiting;
  await Promise.race([Promise.all(ends), delay(DRAIN_MS, undefined, { signal }).catch(() => undefined)]);
  waiting.abort();
  stdout?.destroy();
  stderr?.destroy();
}

function tookTooLong(timeoutMs: number, lastLines: string): SupervisorError {
  const message =
    `npm and the install scripts did not end within ${timeoutMs / 1000} s and were killed. ` +
    `Correct the script, or set NODE_UNIT_INSTALL_TIMEOUT_MS. The last lines were:\n${lastLines || '(none)'}`;
  return new SupervisorError('INSTALL_FAILED', message);
}
