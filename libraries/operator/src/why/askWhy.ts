import { messageOf } from '@node-unit/basics';
import { type NodeUnit, nodeUnitsOf } from '@node-unit/fleet';
import type { Response, Terminal } from '@node-unit/protocol';
import { firstValueFrom } from 'rxjs';

import type { Answer } from './Answer.js';
import { compareAnswers, type Comparison } from './compareAnswers.js';
import { explanationRecord } from './explanationRecord.js';

const METHOD = 'NodeUnit/ExplainDeployment';
const [NOT_FOUND, AMBIGUOUS] = [404, 409];

/**
 * What all node-units say of one deployment, by their names, and whether they agree.
 *
 * @public
 */
export interface Why extends Comparison {
  readonly answers: readonly Answer[];
}

/** Asks every online node-unit, concurrently. */
export async function askWhy(terminal: Terminal, deploymentId: string, timeoutMs: number): Promise<Why> {
  const nodeUnits = nodeUnitsOf(await firstValueFrom(terminal.terminalInfos$));
  const ask = (nodeUnit: NodeUnit): Promise<Answer> => askOne(terminal, nodeUnit, { deploymentId, timeoutMs });
  const answers = await Promise.all([...nodeUnits].sort((a, b) => (a.name < b.name ? -1 : 1)).map(ask));
  return { answers, ...compareAnswers(answers) };
}

async function askOne(
  terminal: Terminal,
  { name, address }: NodeUnit,
  { deploymentId, timeoutMs }: { readonly deploymentId: string; readonly timeoutMs: number },
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
