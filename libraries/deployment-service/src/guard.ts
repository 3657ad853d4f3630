import type { ServiceReply, ServiceRequest } from '@node-unit/protocol';
import { defer, map, type Observable, of, switchMap } from 'rxjs';

import type { Requester, Requesters } from './Requesters.js';
import { BAD_REQUEST, FORBIDDEN } from './services.js';

/**
 * A request that was refused.
 *
 * @public
 */
export interface StoreRefusal {
  readonly terminalId: string;
  readonly method: string;
  /** For a person. */
  readonly reason: string;
}

/** Answers a request. */
export type Answer = (request: ServiceRequest) => Observable<ServiceReply>;

/** Who may ask, and who hears of those who may not. */
export interface Guard {
  readonly method: string;
  readonly allowed: readonly Requester[];
  readonly requesters: Requesters;
  readonly onRefused: (refusal: StoreRefusal) => void;
}

const NAMES: Readonly<Record<Requester, string>> = {
  node_unit: 'node-units',
  member: 'members of the cluster',
  workload: 'workloads',
  unknown: 'terminals that have not announced themselves',
};

/** An answer for those who are allowed, and a refusal with its reason for everybody else. */
export function guard({ method, allowed, requesters, onRefused }: Guard, answer: Answer): Answer {
  return (request) => {
    const terminalId = request.sourceTerminalId;
    return defer(() => requesters.settled(terminalId)).pipe(
      switchMap((requester) =>
        allowed.includes(requester) ? answer(request) : of(forbidden(method, allowed, requester)),
      ),
      map((reply) => {
        if (isRefusal(reply)) onRefused({ terminalId, method, reason: reply.res.message });
        return reply;
      }),
    );
  };
}

function forbidden(method: string, allowed: readonly Requester[], requester: Requester): ServiceReply {
  const message = `${method} is for ${allowed.map((kind) => NAMES[kind]).join(' and ')}, not for ${NAMES[requester]}`;
  return { res: { code: FORBIDDEN, message } };
}

function isRefusal(reply: ServiceReply): reply is Extract<ServiceReply, { res: unknown }> {
  return 'res' in reply && (reply.res.code === FORBIDDEN || reply.res.code === BAD_REQUEST);
}
