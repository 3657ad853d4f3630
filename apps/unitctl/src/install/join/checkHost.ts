import { AppError, tokenAdvice } from '@node-unit/app-runtime';
import { messageOf } from '@node-unit/basics';
import { connectTerminal, type KeyPair } from '@node-unit/protocol';
import { filter, firstValueFrom, timeout } from 'rxjs';

const CONNECT_MS = 10_000;

/** A host, and who wants to join. */
export interface HostCheck {
  readonly hostUrl: string;
  readonly hostToken: string;
  readonly keyPair: KeyPair;
}

/**
 * Joins the host for a moment.
 *
 * @throws AppError 3 if it is not reachable, 2 if it refuses the token, 1 if it is too old or has this node-unit already
 */
export async function checkHost(check: HostCheck): Promise<void> {
  await requireReachable(check.hostUrl);
  const terminal = connectTerminal({ ...check, name: '@node-unit/unitctl' });
  try {
    const decided$ = terminal.connection$.pipe(
      filter((connection) => connection.state !== 'disconnected' || connection.reason !== undefined),
      timeout({ first: CONNECT_MS }),
    );
    const connection = await firstValueFrom(decided$);
    if (connection.state === 'replaced') {
      throw new AppError(
        1,
        'another node-unit with this identity is online: give each machine a --data-dir of its own',
      );
    }
    if (connection.state === 'disconnected') throw refused(connection.reason ?? '', check);
    if (!connection.statesPrincipals) {
      throw new AppError(
        1,
        `the host at ${check.hostUrl} is too old for this node-unit: install the same version there`,
      );
    }
  } catch (cause) {
    if (cause instanceof AppError) throw cause;
    throw new AppError(3, `the host at ${check.hostUrl} does not answer: ${messageOf(cause)}`, { cause });
  } finally {
    await terminal.dispose();
  }
}

function refused(reason: string, check: HostCheck): AppError {
  const isToken = tokenAdvice(reason, check) !== undefined;
  if (!isToken) return new AppError(1, `the host at ${check.hostUrl} refuses this node-unit: ${reason}`);
  const where = 'it is in secrets/host-token below the data folder of "unitctl up", or in HOST_TOKEN of the host';
  return new AppError(2, `the host at ${check.hostUrl} refuses the token: ${where}`);
}

/** By its health, which needs no token: a host that is away is told apart from one that refuses. */
async function requireReachable(hostUrl: string): Promise<void> {
  const url = new URL('/healthz', hostUrl.replace(/^ws/, 'http'));
  try {
    const { status } = await fetch(url, { signal: AbortSignal.timeout(CONNECT_MS) });
    if (status === 200) return;
    throw new Error(`it answers with status ${status}, which no host does`);
  } catch (cause) {
    const reason = messageOf((cause as { readonly cause?: unknown }).cause ?? cause) || messageOf(cause);
    const advice = 'check the address, that the host runs, and that no firewall is between';
    throw new AppError(3, `the host at ${hostUrl} is not reachable (${reason}): ${advice}`, { cause });
  }
}
