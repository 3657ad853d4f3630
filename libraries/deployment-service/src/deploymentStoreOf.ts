import { messageOf } from '@node-unit/basics';
import { type DeploymentStore, DeploymentStoreError, keepWatching } from '@node-unit/deployment';
import type { JsonValue, Message, Terminal } from '@node-unit/protocol';
import { concat, filter, map, throwError } from 'rxjs';
import type { z } from 'zod';

import { fromChangeFrame } from './changeFrames.js';
import { changeFrame, CLAIM, claimData, FORBIDDEN, HAND_BACK, OK, RELEASE, releaseData, WATCH } from './services.js';

const WRITE_TIMEOUT_MS = 15_000;

/**
 * Callbacks for problems with rows.
 *
 * @public
 */
export interface DeploymentServiceOptions {
  /** Called for every invalid row. Invalid rows are omitted. */
  readonly onInvalidRow?: (row: { readonly id: string; readonly reason: string }) => void;
}

/**
 * The store served by a terminal on the host.
 *
 * @remarks
 * `env` and `args` are empty in deployments that are not assigned to this terminal.
 *
 * @public
 */
export function deploymentStoreOf(terminal: Terminal, options: DeploymentServiceOptions = {}): DeploymentStore {
  const { onInvalidRow = () => undefined } = options;
  const ended$ = throwError(() => new Error('the storage service ended the stream'));
  return {
    changes$: keepWatching(() =>
      concat(terminal.request({ method: WATCH.method, req: {} }), ended$).pipe(
        filter((message: Message) => message.frame !== undefined),
        map(({ frame }) => fromChangeFrame(changeFrame.parse(frame), onInvalidRow)),
      ),
    ),
    release: async (lostAddresses) => {
      const { released } = await call(terminal, RELEASE.method, { addresses: [...lostAddresses] }, releaseData);
      return released.map((write) => ({ deploymentId: write.deployment_id, claimEpoch: write.claim_epoch }));
    },
    claim: async (deploymentId, address) => {
      const data = await call(terminal, CLAIM.method, { deployment_id: deploymentId, address }, claimData);
      return data.outcome === 'claimed' ? { outcome: 'claimed', claimEpoch: data.claim_epoch } : data;
    },
    handBack: async (deploymentId, address) => {
      await call(terminal, HAND_BACK.method, { deployment_id: deploymentId, address });
    },
  };
}

async function call(terminal: Terminal, method: string, req: JsonValue): Promise<void>;
async function call<Data>(terminal: Terminal, method: string, req: JsonValue, schema: z.ZodType<Data>): Promise<Data>;
async function call(terminal: Terminal, method: string, req: JsonValue, schema?: z.ZodType): Promise<unknown> {
  const response = await terminal.requestForResponse({ method, req, timeoutMs: WRITE_TIMEOUT_MS }).catch(unavailable);
  if (response.code === FORBIDDEN) throw new DeploymentStoreError('FORBIDDEN', response.message);
  if (response.code !== OK) return unavailable(new Error(`${method} answered ${response.code}: ${response.message}`));
  const parsed = schema?.safeParse(response.data);
  return parsed?.success === false ? unavailable(parsed.error) : parsed?.data;
}

function unavailable(cause: unknown): never {
  const reason = messageOf(cause);
  throw new DeploymentStoreError('STORE_UNAVAILABLE', `no storage service completed the request: ${reason}`, { cause });
}
