import { HOST_ID, HOST_SERVICES, isMemberCall, type Message } from '@node-unit/protocol';

import type { Principal } from './Principal.js';

/** The reason why a principal may not send a message. */
export type Prohibition = 'unreadable' | 'members_only';

/** A message with its target. */
export interface Saying {
  readonly targetId: string;
  /** Undefined if the body does not contain a session and a sender. */
  readonly message: Message | undefined;
  /** The method of the target's service with the ID that the message names, if known. */
  readonly namedMethod: string | undefined;
}

/** The methods of the host that a workload may call. */
const FOR_WORKLOADS: ReadonlySet<string> = new Set([
  HOST_SERVICES.ping.method,
  HOST_SERVICES.hostEvent.method,
  HOST_SERVICES.terminalInfos.method,
  HOST_SERVICES.updateTerminalInfo.method,
]);

/**
 * Decides whether a principal may send a message, before it is routed. A member may send anything. A workload may
 * communicate with any terminal, but may not call the services of the cluster, by method or by service ID. Pure.
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
