import { tokenAdvice } from '@node-unit/app-runtime';
import { messageOf } from '@node-unit/basics';
import { connectTerminal, type Response, type Terminal } from '@node-unit/protocol';
import { type NodeUnit, nodeUnitsOf } from '@node-unit/fleet';
import { filter, firstValueFrom, map, throwError, timeout } from 'rxjs';

import type { Answer } from './Answer.js';
import { explanationRecord } from './explanationRecord.js';
import { WhyError } from './WhyError.js';

const METHOD = 'NodeUnit/ExplainDeployment';
const [NOT_FOUND, AMBIGUOUS] = [404, 409];

interface Question {
  readonly hostUrl: string;
  readonly hostToken?: string | (() => string);
  /** An ID or a prefix of one. */
  readonly deploymentId: string;
  /** Applies to the host and to each node-unit. */
  readonly timeoutMs: number;
}

/**
 * Asks every node-unit on a host about one deployment, concurrently. The answers are ordered by name.
 *
 * @throws WhyError if no node-unit could be asked
 */
export async function askNodeUnits(question: Question): Promise<readonly Answer[]> {
  const { deploymentId, timeoutMs } = question;
  const terminal = connect(question);
  try {
    const nodeUnits = await listNodeUnits(terminal, question);
    const ask = (nodeUnit: NodeUnit): Promise<Answer> => askOne(terminal, nodeUnit, deploymentId, timeoutMs);
    return await Promise.all(nodeUnits.map(ask));
  } finally {
    await terminal.dispose();
  }
}

function connect({ hostUrl, hostToken }: Question): Terminal {
  try {
    return connectTerminal({ hostUrl, name: '@node-unit/why', ...(hostToken !== undefined && { hostToken }) });
  } catch (cause) {
    const reason = messageOf(cause);
    const message = `${JSON.stringify(withoutQuery(hostUrl))} is not a host URL: ${reason}`;
    throw new WhyError('HOST_UNREACHABLE', message, { cause });
  }
}

async function listNodeUnits(terminal: Terminal, question: Question): Promise<readonly NodeUnit[]> {
  const { hostUrl, timeoutMs } = question;
  let reason = '';
  const watching = terminal.connection$.subscribe((host) => {
    if (host.state === 'disconnected' && host.reason !== undefined) reason = host.reason;
  });
  const silent = (): WhyError => {
    const advice = tokenAdvice(reason, question);
    const facts = [`cannot connect to the host at ${withoutQuery(hostUrl)} within ${timeoutMs} ms`, reason, advice];
    const message = facts.filter(Boolean).join(': ');
    return new WhyError('HOST_UNREACHABLE', message);
  };
  // The list is complete when it contains this terminal.
  const nodeUnits$ = terminal.terminalInfos$.pipe(
    filter((terminals) => terminals.some(({ terminal_id }) => terminal_id === terminal.terminalId)),
    map(nodeUnitsOf),
    timeout({ first: timeoutMs, with: () => throwError(silent) }),
  );
  const nodeUnits = await firstValueFrom(nodeUnits$).finally(() => watching.unsubscribe());
  if (nodeUnits.length > 0) return [...nodeUnits].sort((a, b) => (a.name < b.name ? -1 : 1));
  throw new WhyError('NO_NODE_UNITS', `the host at ${withoutQuery(hostUrl)} lists no node-units`);
}

/** The query may contain the token of the host, which must not be printed. */
function withoutQuery(hostUrl: string): string {
  return hostUrl.replace(/\?.*$/s, '');
}

async function askOne(
  terminal: Terminal,
  { name, address }: NodeUnit,
  deploymentId: string,
  timeoutMs: number,
): Promise<Answer> {
  const call = { method: METHOD, req: { deployment_id: deploymentId }, targetTerminalId: address, timeoutMs };
  return terminal.requestForResponse(call).then(
    (response) => ({ nodeUnit: name, address, ...readResponse(response) }),
    (error: unknown) => ({ nodeUnit: name, address, kind: 'no_answer' as const, message: messageOf(error) }),
  );
}

type Said = Answer extends infer Each ? (Each extends Answer ? Omit<Each, 'nodeUnit' | 'address'> : never) : never;

function readResponse({ code, message, data }: Response): Said {
  if (code === NOT_FOUND || code === AMBIGUOUS) return { kind: 'not_found', message };
  if (code !== 0) return { kind: 'no_answer', message };
  const record = explanationRecord.safeParse(data);
  return record.success
    ? { kind: 'explained', record: record.data }
    : { kind: 'no_answer', message: 'its answer is of another version' };
}
