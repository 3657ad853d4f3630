import { randomUUID } from 'node:crypto';

import { formatNodeUnitTags } from '@node-unit/fleet';
import type { TerminalInfo } from '@node-unit/protocol';

/** The tags of a node-unit that has just started. */
export function tagsOf(terminalId: string): Readonly<Record<string, string>> {
  return formatNodeUnitTags({
    address: terminalId,
    name: terminalId.slice(0, 6),
    version: '0.0.0',
    claimPolicyName: 'least_deployments',
    capacity: { cpuCores: 2, memoryTotalMb: 4_096 },
    nodeTags: {},
    resourceUsage: undefined,
    settledUsage: undefined,
  });
}

/** What a terminal of the library with these tags announces. */
export function infoOf(terminalId: string): TerminalInfo {
  const key = {
    type: 'object',
    required: ['x25519_public_key'],
    properties: { x25519_public_key: { type: 'string' } },
  };
  const own = { type: 'object', properties: { terminal_id: { type: 'string', const: terminalId } } };
  const services = [
    { service_id: randomUUID(), method: 'Ping', schema: {} },
    { service_id: randomUUID(), method: `HandShake/${terminalId}`, schema: key },
    { service_id: randomUUID(), method: 'Metrics', schema: own },
  ];
  return {
    name: '@node-unit/node-unit',
    tags: { ...tagsOf(terminalId), terminal_public_key: terminalId },
    terminal_id: terminalId,
    serviceInfo: Object.fromEntries(services.map((service) => [service.service_id, service])),
    created_at: Date.now(),
    updated_at: Date.now(),
  };
}
