import { HOST_ID, HOST_SERVICES, isMemberCall, type Message } from '@node-unit/protocol';

import type { Principal } from './Principal.js';

/** Why a principal may not say something. */
export type Prohibition = 'unreadable' | 'members_only';

/** What somebody wants to say to whom. */
export interface Saying {
  readonly targetId: string;
  /** Undefined where the body does not name its session and its sender. */
  readonly message: Message | undefined;
  /** The method of the target's service that the message names by its id, if it names one that is known. */
  readonly namedMethod: string | undefined;
}

/** What a workload may ask of the host. */
const FOR_WORKLOADS: ReadonlySet<string> = new Set([
  HOST_SERVICES.ping.method,
  HOST_SERVICES.hostEvent.method,
  HOST_SERVICES.terminalInfos.method,
  HOST_SERVICES.updateTerminalInfo.method,
]);

/**
 * Whether a principal may send a message, before it is routed. A member may say anything. A workload may talk to everybody,
 * but it cannot call what belongs to the cluster, by whatever name it asks for it. Pure.
 */
export function authorize(principal: Principal, saying: Saying): Prohibition | undefined {
  if (principal.class === 'member') return undefined;
  const { message } = saying;
  if (!message) return 'unreadable';
  if (message.req === undefined || saying.targetId === principal.terminalId) return undefined;
  return isForbiddenCall(message, saying) ? 'members_only' : undefined;
}

function isForbiddenCall({ method, service_id = '' }: Message, { targetId, namedMethod = '' }: Saying): boolean {
  if (targetId === HOST_ID) return !FOR_WORKLOADS.has(method);
  return [method, service_id, namedMethod].some(isMemberCall);
}
