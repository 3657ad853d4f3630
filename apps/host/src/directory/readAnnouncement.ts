import {
  isClusterOffer,
  readTerminalInfo,
  type Response,
  schemaFault,
  type ServiceInfo,
  type TerminalInfo,
} from '@node-unit/protocol';

import { type Principal, statedOf } from '../credentials/Principal.js';
import { encodeInfo } from './encodeDirectory.js';

const MAX_DEPTH = 64;
/** Limit of the announcement, which is sent to all terminals with every change. */
const MAX_LENGTH = { member: 1024 * 1024, workload: 128 * 1024 } as const;
const MAX_SERVICES = { member: 5_000, workload: 200 } as const;
const MAX_TAGS = { member: 1_000, workload: 100 } as const;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const NODE_UNIT_TAG = /^node_unit(_|$)/;

/** The terminalInfo to distribute, or the reason for the refusal. */
export type Announcement =
  /** The length of the accepted terminalInfo, in characters of its JSON. */
  | { readonly kind: 'accepted'; readonly info: TerminalInfo; readonly length: number }
  | { readonly kind: 'refused'; readonly res: Response };

/** The context in which an announcement is judged. */
export interface AnnouncementFacts {
  /** The previous announcement of the terminal. */
  readonly before: TerminalInfo | undefined;
  /** Whether another terminal with at least the same authority has a service with this ID. */
  readonly isTaken: (serviceId: string) => boolean;
}

const refused = (code: number, message: string): Announcement => ({ kind: 'refused', res: { code, message } });

/**
 * Validates a terminal's announcement. A terminal may announce only itself. The announcement is sent to all others with
 * every change, so its format and size are limited. A workload cannot impersonate a part of the cluster. The host adds
 * the class of the terminal.
 */
export function readAnnouncement(req: unknown, principal: Principal, facts: AnnouncementFacts): Announcement {
  if (!isShallow(req, MAX_DEPTH)) return refused(400, `Bad Request: nested deeper than ${MAX_DEPTH} levels`);
  const read = readTerminalInfo(req);
  if (!read) return refused(400, 'Bad Request: expected a terminalInfo with a terminal_id');
  const { terminalId } = principal;
  if (read.terminal_id !== terminalId) {
    return refused(403, `Forbidden: ${terminalId} may announce itself only, not ${read.terminal_id}`);
  }
  const info = { ...read, principal: statedOf(principal) };
  const pose = principal.class === 'workload' ? poseOf(info) : undefined;
  if (pose !== undefined) return refused(403, `Forbidden: a workload may not ${pose}`);
  const { length } = encodeInfo(info);
  const fault = excessOf({ info, length }, principal) ?? serviceFault(info, facts);
  return fault === undefined ? { kind: 'accepted', info, length } : refused(400, `Bad Request: ${fault}`);
}

function poseOf({ serviceInfo = {}, tags = {} }: TerminalInfo): string | undefined {
  const offer = Object.values(serviceInfo).find(({ method }) => isClusterOffer(method));
  if (offer) return `offer ${offer.method}: that belongs to the cluster`;
  const tag = Object.keys(tags).find((name) => NODE_UNIT_TAG.test(name));
  return tag === undefined ? undefined : `have the tag ${tag}: it is a node-unit's`;
}

interface Measured {
  readonly info: TerminalInfo;
  readonly length: number;
}

function excessOf({ info, length }: Measured, principal: Principal): string | undefined {
  const counts = [
    { what: 'characters', found: length, most: MAX_LENGTH[principal.class] },
    { what: 'services', found: Object.keys(info.serviceInfo ?? {}).length, most: MAX_SERVICES[principal.class] },
    { what: 'tags', found: Object.keys(info.tags ?? {}).length, most: MAX_TAGS[principal.class] },
  ];
  const excess = counts.find(({ found, most }) => found > most);
  return excess && `${excess.found} ${excess.what}, at most ${excess.most} are allowed`;
}

function serviceFault({ serviceInfo = {} }: TerminalInfo, facts: AnnouncementFacts): string | undefined {
  for (const service of Object.values(serviceInfo)) {
    const fault = idFault(service, facts) ?? newSchemaFault(service, facts);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

function idFault({ service_id, method }: ServiceInfo, { isTaken }: AnnouncementFacts): string | undefined {
  if (!UUID.test(service_id)) {
    return `the service_id of ${method} is no UUID: ${JSON.stringify(service_id.slice(0, 80))}`;
  }
  return isTaken(service_id) ? `the service_id ${service_id} of ${method} belongs to another terminal` : undefined;
}

/** Parts that were accepted before are not validated again. */
function newSchemaFault(service: ServiceInfo, { before }: AnnouncementFacts): string | undefined {
  const known = before?.serviceInfo?.[service.service_id];
  if (known && JSON.stringify(known.schema) === JSON.stringify(service.schema)) return undefined;
  const fault = schemaFault(service.schema);
  return fault && `the schema of ${service.method} is not accepted: ${fault}`;
}

function isShallow(value: unknown, depthLeft: number): boolean {
  if (typeof value !== 'object' || value === null) return true;
  return depthLeft > 0 && Object.values(value).every((part) => isShallow(part, depthLeft - 1));
}
